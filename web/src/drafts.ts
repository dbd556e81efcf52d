// What was typed into forms is kept in this tab when the session ends, and given back to the same person.
import { all } from "./dom";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Draft = { who: string; values: [number, string, string | boolean][] };

const place = (): string => `draft:${location.pathname}`;

function controls(): [number, Control][] {
  return all<HTMLFormElement>("main form[method=post]").flatMap((form, n) =>
    [...form.elements]
      .filter((e): e is Control => e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement)
      .filter((e) => e.name !== "" && !["password", "file", "hidden", "submit"].includes(e.type))
      .map((e): [number, Control] => [n, e]),
  );
}

const isTick = (e: Control): e is HTMLInputElement => e instanceof HTMLInputElement && ["checkbox", "radio"].includes(e.type);
const nameOf = (e: Control): string => (isTick(e) ? `${e.name}=${e.value}` : e.name);
const written = (e: Control): string | boolean => (isTick(e) ? e.checked : e.value);
const given = (e: Control): string | boolean => {
  if (isTick(e)) return e.defaultChecked;
  if (e instanceof HTMLSelectElement) return [...e.options].find((o) => o.defaultSelected)?.value ?? e.options[0]?.value ?? "";
  return e.defaultValue;
};

export function keepDraft(who: string): void {
  const values: Draft["values"] = controls()
    .filter(([, e]) => written(e) !== given(e))
    .map(([n, e]) => [n, nameOf(e), written(e)]);
  if (values.length > 0) sessionStorage.setItem(place(), JSON.stringify({ who, values } satisfies Draft));
}

/** Fills in what was kept here for this person; whether there was anything. */
export function giveBackDraft(who: string): boolean {
  const kept = sessionStorage.getItem(place());
  if (kept === null) return false;
  sessionStorage.removeItem(place());
  const draft = JSON.parse(kept) as Draft;
  if (draft.who !== who) return false;
  const there = controls();
  for (const [n, name, value] of draft.values) {
    const found = there.find(([form, e]) => form === n && nameOf(e) === name)?.[1];
    if (!found) continue;
    if (isTick(found)) found.checked = value === true;
    else found.value = String(value);
    found.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
}
