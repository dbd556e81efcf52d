import { all, on } from "./dom";

function openMenus(): HTMLDetailsElement[] {
  return all<HTMLDetailsElement>("details[data-menu][open]");
}

function close(menu: HTMLDetailsElement): void {
  const hadFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hadFocus) menu.querySelector("summary")?.focus();
}

export function startMenus(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Node;
    for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") openMenus().forEach(close);
  });
  on("click", "[data-open-drawer]", (_, event) => {
    event.preventDefault();
    event.stopPropagation();
    const drawer = document.querySelector<HTMLDetailsElement>("details[data-drawer]");
    // The click that opens must not also count as a click outside.
    setTimeout(() => {
      if (drawer) drawer.open = true;
      drawer?.querySelector<HTMLElement>("a")?.focus();
    });
  });
}
