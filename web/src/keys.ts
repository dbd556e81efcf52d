// Single keys for lists: / search, j and k rows, x tick, Enter open (the row's link has the focus), ? help.
import { all, on } from "./dom";
import { read, write } from "./theme-choice";

const KEY = "af-keys";

function rows(): HTMLElement[] {
  return all("[data-rows] tbody tr").filter((row) => row.querySelector("[data-row-link]"));
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-rows] tbody tr") ?? null;
}

function move(step: 1 | -1): void {
  const list = rows();
  const here = currentRow();
  const next = here ? list[list.indexOf(here) + step] : list[step === 1 ? 0 : list.length - 1];
  next?.querySelector<HTMLElement>("[data-row-link]")?.focus();
}

function help(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#keys");
  if (dialog && !dialog.open) dialog.showModal();
}

const ACTS: Record<string, () => void> = {
  "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => currentRow()?.querySelector<HTMLInputElement>("[data-tick]")?.click(),
  "?": help,
};

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && !!target.closest("input:not([type=checkbox]), textarea, select, dialog");
}

export function startKeys(): void {
  const usable = (): boolean => read(KEY) !== "off";
  document.addEventListener("keydown", (event) => {
    const act = ACTS[event.key];
    if (!act || !usable() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    act();
  });
  on("click", "[data-keys-help]", help);
  for (const box of all<HTMLInputElement>("[data-keys-on]")) {
    box.checked = usable();
    box.addEventListener("change", () => write(KEY, box.checked ? null : "off"));
  }
}
