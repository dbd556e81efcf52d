// What a chart looks like, from the page's tokens.
import type { EChartsCoreOption } from "echarts/core";
import { type ChartData, lastKnown, type Series } from "./chart-data";

const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect"];
const LEGEND_FROM = 4;
const MONTH_WIDTH = 90;

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--af-${name}`).trim();
}

function text(): { color: string; fontSize: number } {
  return { color: token("ink-2"), fontSize: 12.5 };
}

// The share of the axis that a label's height takes.
const LABEL_SHARE = 0.09;

function heightOf(data: ChartData): number {
  return data.max ?? Math.max(...data.series.flatMap((each) => each.values.map((value) => value ?? 0)), 1);
}

// Above the line, unless the months under the words run there.
function sideOf(target: number, data: ChartData): string {
  const start = data.series.flatMap((each) => each.values.slice(0, Math.ceil(data.categories.length / 5)));
  const isTaken = start.some(
    (value) => value != null && value >= target && value < target + heightOf(data) * LABEL_SHARE,
  );
  return isTaken ? "insideStartBottom" : "insideStartTop";
}

// Above the last point, but below it where another series ends right above.
function lastLabel(data: ChartData, index: number): string {
  const ends = data.series.map((each) => each.values[lastKnown(each.values)] ?? 0);
  const isUnder = ends.some((end, other) => {
    const gap = end - (ends[index] ?? 0);
    return other !== index && (gap > 0 || (gap === 0 && other < index)) && gap < heightOf(data) * LABEL_SHARE;
  });
  return isUnder || fallsAtTheEnd(data, index) ? "bottom" : "top";
}

// The label stands over the last months: where the line was higher there, it would lie on the line.
function fallsAtTheEnd(data: ChartData, index: number): boolean {
  const values = data.series[index]?.values ?? [];
  const last = lastKnown(values);
  const before = values.slice(Math.max(0, last - 4), last).map((value) => value ?? 0);
  return Math.max(...before, 0) - (values[last] ?? 0) > (heightOf(data) * LABEL_SHARE) / 3;
}

function targetLines(data: ChartData): object {
  const lineStyle = { color: token("ink-2"), type: [6, 4], width: 1 };
  return {
    silent: true,
    symbol: "none",
    animation: false,
    data: (data.targets ?? []).map((target) => ({
      yAxis: target.value,
      label: { ...text(), position: sideOf(target.value, data), formatter: target.label },
      lineStyle,
    })),
  };
}

function forecastArea(data: ChartData): object | undefined {
  const { forecast } = data;
  if (!forecast) return undefined;
  return {
    silent: true,
    itemStyle: { color: token("well") },
    label: { show: true, position: "insideBottom", color: token("ink-3"), fontSize: 12.5, formatter: forecast.label },
    data: [[{ xAxis: forecast.from }, { xAxis: forecast.to }]],
  };
}

function known(data: ChartData, series: Series, index: number): object {
  const color = token(`c${index + 1}`);
  const last = lastKnown(series.values);
  const isLine = data.kind === "line";
  const direct = isLine && data.series.length < LEGEND_FROM;
  return {
    name: series.name,
    type: data.kind,
    data: series.values,
    symbol: SYMBOLS[index],
    symbolSize: 7,
    barMaxWidth: 28,
    cursor: series.links ? "pointer" : "default",
    lineStyle: { width: 2, color },
    itemStyle: { color },
    emphasis: { focus: "series" },
    label: {
      show: direct,
      position: lastLabel(data, index),
      distance: 7,
      // Towards the known points: what is expected lies on the other side.
      align: data.forecast || last > data.categories.length * 0.8 ? "right" : "center",
      color,
      fontSize: 13,
      fontWeight: 600,
      textBorderColor: token("surface"),
      textBorderWidth: 3,
      formatter: (point: { dataIndex: number; value: unknown }) =>
        point.dataIndex === last ? `${series.name} ${String(point.value)}${data.unit}` : "",
    },
    labelLayout: { moveOverlap: "shiftY" },
    ...(index === 0 ? { markLine: targetLines(data), markArea: forecastArea(data) } : {}),
  };
}

function expected(series: Series, index: number): object {
  return {
    name: `${series.name}（推算）`,
    type: "line",
    data: series.forecast,
    symbol: "none",
    silent: true,
    lineStyle: { width: 2, type: [2, 4], color: token(`c${index + 1}`) },
    itemStyle: { color: token(`c${index + 1}`) },
  };
}

function axes(data: ChartData, width: number): object {
  const labels = Math.min(6, Math.max(2, Math.floor(width / MONTH_WIDTH)));
  const every = Math.max(1, Math.ceil(data.categories.length / labels));
  const rest = (data.categories.length - 1) % every;
  return {
    xAxis: {
      type: "category",
      data: data.categories,
      boundaryGap: data.kind === "bar",
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-2") } },
      axisLabel: { ...text(), interval: (index: number) => index % every === rest },
    },
    yAxis: {
      type: "value",
      min: 0,
      // Room above 100 % for the words of the target line.
      max: data.max === null ? undefined : data.max * 1.08,
      interval: data.max === null ? undefined : data.max / 4,
      axisLabel: {
        ...text(),
        formatter: (value: number) => (data.max !== null && value > data.max ? "" : `${value}${data.unit}`),
      },
      splitLine: { lineStyle: { color: token("line") } },
    },
  };
}

export function optionOf(data: ChartData, width: number): EChartsCoreOption {
  const hasLegend = data.series.length >= LEGEND_FROM;
  return {
    animation: false,
    aria: { enabled: true, label: { description: data.description } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 46, right: 18, top: hasLegend ? 40 : 22, bottom: 26 },
    legend: { show: hasLegend, top: 0, data: data.series.map((each) => each.name), textStyle: text() },
    tooltip: {
      trigger: "axis",
      // Drawn, not HTML: the page's policy forbids style attributes.
      renderMode: "richText",
      confine: true,
      backgroundColor: token("surface"),
      borderColor: token("line-2"),
      borderWidth: 1,
      textStyle: { color: token("ink"), fontSize: 13 },
      valueFormatter: (value: unknown) => (value == null ? "—" : `${String(value)}${data.unit}`),
    },
    ...axes(data, width),
    series: [
      ...data.series.map((each, index) => known(data, each, index)),
      ...data.series.flatMap((each, index) => (each.forecast ? [expected(each, index)] : [])),
    ],
  };
}
