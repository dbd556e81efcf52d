// Draws each [data-chart] from the JSON block that it names; only on pages with charts.
import { BarChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { dataOf } from "./chart-data";
import { optionOf } from "./chart-look";
import { all, on } from "./dom";

use([
  AriaComponent,
  BarChart,
  GridComponent,
  LabelLayout,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
  TooltipComponent,
]);

let printing = false;
const drawn = new Map<HTMLElement, ECharts>();

function draw(place: HTMLElement): void {
  const data = dataOf(place);
  if (!data) return;
  const chart = drawn.get(place) ?? init(place, null, { renderer: "svg" });
  if (!drawn.has(place)) {
    drawn.set(place, chart);
    chart.on("click", (point) => {
      const href = data.series[point.seriesIndex ?? -1]?.links?.[point.dataIndex];
      if (href) location.assign(href);
    });
    new ResizeObserver(() => printing || fit(place)).observe(place);
  }
  chart.setOption(optionOf(data, place.clientWidth), true);
}

function fit(place: HTMLElement): void {
  drawn.get(place)?.resize();
  draw(place);
}

// The width of the paper is not known yet, so the drawing is scaled to it by the style sheet.
function letScale(svg: Element): void {
  const { width, height } = svg.getBoundingClientRect();
  if (width > 0) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
}

function drawAll(): void {
  for (const [place, chart] of drawn) {
    if (place.isConnected) continue;
    chart.dispose();
    drawn.delete(place);
  }
  all("[data-chart]").forEach(draw);
}

drawAll();
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
document.addEventListener("htmx:afterSettle", drawAll);
addEventListener("beforeprint", () => {
  printing = true;
  drawAll();
  all("[data-chart] svg").forEach(letScale);
});
addEventListener("afterprint", () => {
  printing = false;
  for (const chart of drawn.values()) chart.resize();
});
on("click", "[data-show]", (button) => {
  const box = button.closest<HTMLElement>("[data-chart-box]");
  if (!box) return;
  box.dataset.shown = button.dataset.show;
  for (const each of all("[data-show]", box)) each.setAttribute("aria-pressed", String(each === button));
  drawn.get(box.querySelector<HTMLElement>("[data-chart]") as HTMLElement)?.resize();
});
