// Runs before the first paint: the colours the reader chose, or the system's, without a flash.
import { applyTheme } from "./theme-choice";

document.documentElement.classList.add("af-js");
applyTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
