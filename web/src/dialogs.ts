import { on } from "./dom";

function openConfirm(holder: HTMLDetailsElement): void {
  const dialog = holder.querySelector("dialog");
  if (!dialog) return;
  // A dialog inside closed details is not drawn, and one that is open already cannot become modal.
  holder.open = true;
  dialog.removeAttribute("open");
  dialog.showModal();
  dialog.querySelector<HTMLElement>("[data-first]")?.focus();
  dialog.addEventListener(
    "close",
    () => {
      holder.open = false;
      dialog.setAttribute("open", "");
      holder.querySelector("summary")?.focus();
    },
    { once: true },
  );
}

export function startDialogs(): void {
  on("click", "[data-confirm] > summary", (summary, event) => {
    event.preventDefault();
    openConfirm(summary.parentElement as HTMLDetailsElement);
  });
  on("click", "[data-close]", (button) => button.closest("dialog")?.close());
}
