import { on } from "./dom";

function inputOf(place: HTMLElement): HTMLInputElement | null {
  return place.querySelector<HTMLInputElement>("input[type=file]");
}

function sized(bytes: number): string {
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function showFiles(place: HTMLElement): void {
  const list = place.querySelector("[data-drop-list]");
  const files = [...(inputOf(place)?.files ?? [])];
  if (list) list.textContent = files.map((file) => `${file.name}（${sized(file.size)}）`).join("、");
}

export function startUploads(): void {
  on("dragover", "[data-drop]", (place, event) => {
    event.preventDefault();
    place.classList.add("af-drop-over");
  });
  on("dragleave", "[data-drop]", (place) => place.classList.remove("af-drop-over"));
  on("drop", "[data-drop]", (place, event) => {
    event.preventDefault();
    place.classList.remove("af-drop-over");
    const input = inputOf(place);
    if (!input || !event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  on("change", "[data-drop]", showFiles);
}
