// A code that comes in the part of the address behind #, which no server and no log ever sees, goes into its field.
import { all } from "./dom";

export function startArrival(): void {
  const told = new URLSearchParams(location.hash.slice(1));
  for (const field of all<HTMLInputElement>("input[data-arrival]")) {
    const value = told.get(field.name);
    if (value === null) continue;
    field.value = value.slice(0, 40);
    history.replaceState(null, "", location.pathname + location.search);
  }
}
