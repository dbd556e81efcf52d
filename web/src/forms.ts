import { all, on } from "./dom";

const changed = new WeakSet<HTMLFormElement>();

function markBusy(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.dataset.busy = "";
  if (!submitter) return;
  submitter.setAttribute("aria-busy", "true");
  submitter.dataset.words = submitter.innerHTML;
  submitter.textContent = submitter.dataset.busy ?? "正在办理";
}

function clearBusy(form: HTMLFormElement): void {
  delete form.dataset.busy;
  for (const button of all("[aria-busy=true][data-words]", form)) {
    button.removeAttribute("aria-busy");
    button.innerHTML = button.dataset.words ?? "";
    delete button.dataset.words;
  }
}

const sent = new WeakMap<HTMLFormElement, string>();

/** What a form would send, but for its key. */
function contentOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "_once");
  const action = submitter?.getAttribute("formaction") ?? form.action;
  const button = [submitter?.getAttribute("name"), submitter?.getAttribute("value")];
  return JSON.stringify([action, button, pairs.map(([name, value]) => [name, described(value)])]);
}

function described(value: FormDataEntryValue): string {
  return typeof value === "string" ? value : `${value.name} ${value.size} ${value.lastModified}`;
}

function fresh(): string {
  // Not randomUUID: that is missing where a site is served without TLS.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same content again is the same request; other content from a page that was left open is a new one. */
function renewKey(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const key = form.querySelector<HTMLInputElement>("input[data-once]");
  const content = contentOf(form, submitter);
  if (key && sent.has(form) && sent.get(form) !== content) key.value = fresh();
  sent.set(form, content);
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || event.defaultPrevented) return;
  if ("busy" in form.dataset) {
    event.preventDefault();
    return;
  }
  changed.delete(form);
  renewKey(form, event.submitter);
  if (!("download" in form.dataset)) markBusy(form, event.submitter);
}

function warnOfLoss(event: BeforeUnloadEvent): void {
  if (all<HTMLFormElement>("form[data-warn-unsaved]").some((form) => changed.has(form))) event.preventDefault();
}

function narrow(input: HTMLInputElement): void {
  const wanted = input.value.trim();
  for (const option of all(".af-option", input.parentElement ?? document)) {
    option.hidden = !(option.textContent ?? "").includes(wanted);
  }
}

export function startForms(): void {
  document.addEventListener("submit", onSubmit);
  on("input", "form[data-warn-unsaved]", (form) => changed.add(form as HTMLFormElement));
  addEventListener("beforeunload", warnOfLoss);
  on("change", "form[data-submit-on-change]", (form) => {
    if ((form as HTMLFormElement).reportValidity()) (form as HTMLFormElement).requestSubmit();
  });
  on("input", "input[data-narrow]", (input) => narrow(input as HTMLInputElement));
  on("keydown", "input[data-narrow]", (_, event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  // Coming back by the Back button finds the page as it was left: busy.
  addEventListener("pageshow", () => all<HTMLFormElement>("form[data-busy]").forEach(clearBusy));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest?.<HTMLFormElement>("form[data-busy]");
    if (form) clearBusy(form);
  });
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
