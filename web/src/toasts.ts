import { all, on } from "./dom";

const STAYS_MS = 4000;

function fade(toast: HTMLElement): void {
  const isWarning = /toast-(error|warning)/.test(toast.className);
  if (isWarning) return;
  setTimeout(function leave() {
    // Whoever reads it or stands in it keeps it.
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAYS_MS);
    else toast.remove();
  }, STAYS_MS);
}

/** A short message that the page itself has to say. */
export function say(words: string): void {
  const toast = document.createElement("div");
  toast.className = "af-toast af-toast-info";
  toast.textContent = words;
  document.querySelector(".af-toasts")?.append(toast);
  fade(toast);
}

export function startToasts(): void {
  all("[data-toast]").forEach(fade);
  on("click", "[data-dismiss]", (button) => button.closest("[data-toast]")?.remove());
}
