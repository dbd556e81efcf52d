// The library's passkey script reports what went wrong as an event; the page says it in words.
export function startPasskeys(): void {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const said = document.querySelector<HTMLElement>("[data-passkey-trouble]");
    if (said) said.hidden = false;
  });
}
