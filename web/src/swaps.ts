interface Settled {
  target: HTMLElement;
  requestConfig?: { triggeringEvent?: Event };
}

// What was pressed may be gone after a swap: the focus then goes to the heading of what changed.
export function startSwaps(): void {
  document.addEventListener("htmx:afterSettle", (event) => {
    const { target, requestConfig } = (event as CustomEvent<Settled>).detail;
    const pressed = requestConfig?.triggeringEvent;
    if (!pressed || document.activeElement !== document.body) return;
    target.querySelector<HTMLElement>("[data-focus], h1[tabindex], h2[tabindex]")?.focus();
  });
}
