export type Choice = "auto" | "light" | "dark";

const KEY = "af-theme";

export function chosenTheme(): Choice {
  const kept = read(KEY);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export function chooseTheme(choice: Choice): void {
  write(KEY, choice === "auto" ? null : choice);
  applyTheme();
}

export function applyTheme(): void {
  const choice = chosenTheme();
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.bsTheme = choice === "auto" ? system : choice;
}

// Storage may be forbidden by the browser's settings; the page then works without memory.
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    return;
  }
}
