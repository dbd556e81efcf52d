export interface Series {
  name: string;
  values: (number | null)[];
  links?: string[];
  forecast?: (number | null)[];
}

export interface ChartData {
  kind: "line" | "bar";
  unit: string;
  max: number | null;
  categories: string[];
  series: Series[];
  targets?: { value: number; label: string }[];
  forecast?: { from: string; to: string; label: string };
  description: string;
}

export function dataOf(place: HTMLElement): ChartData | null {
  const block = document.getElementById(place.dataset.source ?? "");
  return block?.textContent ? (JSON.parse(block.textContent) as ChartData) : null;
}

export function lastKnown(values: (number | null)[]): number {
  for (let at = values.length - 1; at >= 0; at--) if (values[at] != null) return at;
  return -1;
}
