import { all, on } from "./dom";
import { applyTheme, type Choice, chooseTheme, chosenTheme } from "./theme-choice";

function showChoice(): void {
  for (const button of all("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosenTheme()));
  }
}

export function startAppearance(): void {
  showChoice();
  on("click", "[data-theme-choice]", (button) => {
    chooseTheme(button.dataset.themeChoice as Choice);
    showChoice();
  });
  // Paper is light, the charts on it too.
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.bsTheme = "light";
  });
  addEventListener("afterprint", applyTheme);
}
