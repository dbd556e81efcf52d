// Every page works without this file; it makes them smoother.
import htmx from "htmx.org";
import { startAppearance } from "./appearance";
import { startArrival } from "./arrival";
import { startBulk } from "./bulk";
import { startDialogs } from "./dialogs";
import { startForms } from "./forms";
import { startKeys } from "./keys";
import { startMenus } from "./menus";
import { startPasskeys } from "./passkeys";
import { startSession } from "./session";
import { startSwaps } from "./swaps";
import { startToasts } from "./toasts";
import { startUploads } from "./uploads";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

window.htmx = htmx;
startAppearance();
startArrival();
startBulk();
startDialogs();
startForms();
startKeys();
startMenus();
startPasskeys();
startSession();
startSwaps();
startToasts();
startUploads();
