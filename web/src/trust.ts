// 核验台账: what is chosen here is read here and goes nowhere.
import { on } from "./dom";
import { check, checkReceipt, type Verdict } from "./ledger/check";
import { Bad } from "./ledger/merkle";
import { type Key, openCheckpoints, readKey } from "./ledger/notes";

async function* linesOf(file: Blob): AsyncGenerator<string> {
  let rest = "";
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop()!;
    yield* lines.filter((line) => line.trim());
    if (done) return;
  }
}

function told(verdict: Verdict, points: number): [boolean, string] {
  if (verdict.badAt !== undefined) {
    const to = verdict.badTo !== undefined && verdict.badTo !== verdict.badAt ? ` 到 ${verdict.badTo}` : "";
    return [false, `bad at ${verdict.badAt}${to}：${verdict.reason}。位置从 0 数起；前 ${verdict.okTo} 条无误。`];
  }
  const rest = verdict.uncovered ? `其后 ${verdict.uncovered} 条还没有检查点，只核了前后相接。` : "";
  return [true, `ok to ${verdict.okTo}：前 ${verdict.okTo} 条与全部 ${points} 个检查点相符。${rest}`];
}

function chosen(form: HTMLFormElement, name: string): File | null {
  return (form.elements.namedItem(name) as HTMLInputElement).files?.[0] ?? null;
}

async function verified(form: HTMLFormElement): Promise<[boolean, string]> {
  const key: Key = readKey((form.elements.namedItem("key") as HTMLTextAreaElement).value);
  const file = chosen(form, "export");
  if (!file) throw new Bad("先选台账导出或回执");
  if (file.name.endsWith(".json")) {
    return [true, `ok：这一条在 ${checkReceipt(await file.text(), key)} 条的检查点里，内容一个字没有变。`];
  }
  const notes = chosen(form, "points");
  if (!notes) throw new Bad("核台账导出要选检查点文件 checkpoints.txt");
  const points = openCheckpoints(await notes.text(), key);
  const leaves = await chosen(form, "leaves")?.arrayBuffer();
  return told(await check(linesOf(file), points, new Uint8Array(leaves ?? [])), points.size);
}

function show(form: HTMLFormElement, well: boolean | null, text: string): void {
  const place = form.querySelector<HTMLOutputElement>("[data-verdict]")!;
  place.className = `af-verdict${well === null ? "" : well ? " af-note af-note-ok" : " af-note af-note-bad"}`;
  place.textContent = text;
}

on("submit", "[data-verify]", (found, event) => {
  event.preventDefault();
  const form = found as HTMLFormElement;
  show(form, null, "正在核…");
  verified(form).then(
    ([well, text]) => show(form, well, text),
    (why: unknown) => show(form, false, why instanceof Bad ? `bad：${why.message}。` : "文件读不了：请核对选的是不是这几种文件。"),
  );
});
