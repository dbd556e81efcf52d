import { all, on } from "./dom";

function ticks(form: string): HTMLInputElement[] {
  return all<HTMLInputElement>("input[data-tick]").filter((tick) => tick.getAttribute("form") === form);
}

function showCount(form: string): void {
  const boxes = ticks(form);
  const ticked = boxes.filter((tick) => tick.checked).length;
  for (const tick of boxes) tick.closest("tr")?.classList.toggle("af-on", tick.checked);
  for (const bar of all(`[data-bulk="${form}"]`)) {
    bar.dataset.count = String(ticked);
    const count = bar.querySelector("[data-bulk-count]");
    if (count) count.textContent = String(ticked);
    const everything = bar.querySelector<HTMLInputElement>("[data-bulk-all]");
    if (everything && ticked === 0) everything.checked = false;
  }
  for (const head of all<HTMLInputElement>(`[data-tick-all="${form}"]`)) {
    head.checked = ticked > 0 && ticked === boxes.length;
    head.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

function showAll(): void {
  for (const bar of all("[data-bulk]")) showCount(bar.dataset.bulk ?? "");
}

export function startBulk(): void {
  showAll();
  on("change", "input[data-tick]", (tick) => showCount(tick.getAttribute("form") ?? ""));
  on("change", "input[data-tick-all]", (head) => {
    const form = head.dataset.tickAll ?? "";
    for (const tick of ticks(form)) tick.checked = (head as HTMLInputElement).checked;
    showCount(form);
  });
  // The boxes are empty only after the reset event has passed.
  document.addEventListener("reset", () => setTimeout(showAll));
  document.addEventListener("htmx:afterSettle", showAll);
  addEventListener("pageshow", showAll);
}
