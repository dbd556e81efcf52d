// Warns two minutes before the session ends; other tabs may have kept it alive, so the server is asked first.
import { on } from "./dom";
import { giveBackDraft, keepDraft } from "./drafts";
import { say } from "./toasts";

const WARNING_S = 120;
const AGAIN_S = 15;

async function askLeft(address: string, method: "GET" | "POST"): Promise<number> {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  const answer = await fetch(address, { method, headers, redirect: "manual" });
  return answer.ok ? ((await answer.json()) as { left: number }).left : 0;
}

class Watch {
  private timer = 0;

  constructor(private dialog: HTMLDialogElement) {}

  private get address(): string {
    return this.dialog.dataset.session ?? "";
  }

  wait(left: number): void {
    clearTimeout(this.timer);
    if (left > WARNING_S) {
      if (this.dialog.open) this.dialog.close();
      this.timer = setTimeout(() => void this.look(), (left - WARNING_S) * 1000);
      return;
    }
    if (left <= 0) return this.leave();
    this.warn(left);
    this.timer = setTimeout(() => void this.look(), Math.min(left, AGAIN_S) * 1000);
  }

  async look(): Promise<void> {
    // Without a line nothing is lost yet: ask again soon.
    this.wait(await askLeft(this.address, "GET").catch(() => AGAIN_S + 1));
  }

  async stay(): Promise<void> {
    this.wait(await askLeft(this.address, "POST").catch(() => AGAIN_S + 1));
  }

  private warn(left: number): void {
    const clock = this.dialog.querySelector("[data-session-clock]");
    if (clock) clock.textContent = left > 60 ? "2 分钟" : `${left} 秒`;
    if (!this.dialog.open) this.dialog.showModal();
  }

  private leave(): void {
    keepDraft(this.dialog.dataset.sessionWho ?? "");
    const here = encodeURIComponent(location.pathname + location.search);
    location.assign(`${this.dialog.dataset.sessionAgain}?next=${here}`);
  }
}

export function startSession(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-session]");
  if (!dialog) return;
  if (giveBackDraft(dialog.dataset.sessionWho ?? "")) say("刚才填写的内容已放回，请看过再保存");
  const watch = new Watch(dialog);
  watch.wait(Number(dialog.dataset.sessionLeft));
  on("click", "[data-session-stay]", () => void watch.stay());
  // Timers sleep with the machine.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void watch.look();
  });
}
