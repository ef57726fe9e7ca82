// Draws marked tables with the vendored library, in the colours of the page, again when the scheme or the width changes.
(() => {
  "use strict";
  const HEIGHT = 150;
  const GAP = 64;

  // The library mixes colours itself and knows no oklch; a canvas tells any colour in plain parts.
  const colour = (name) => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };

  const read = (table) => {
    const rows = [...table.tBodies[0].rows];
    const series = [...table.tHead.rows[0].cells].flatMap((head, place) =>
      head.dataset.chartAs
        ? [{ kind: head.dataset.chartAs, name: head.textContent.trim(), values: rows.map((row) => Number(row.cells[place].dataset.value)), texts: rows.map((row) => row.cells[place].textContent.trim()) }]
        : []);
    return { labels: rows.map((row) => row.cells[0].textContent.trim()), series };
  };

  const options = ({ labels, series }) => {
    const ink = colour("--ink-soft");
    const faint = colour("--line");
    const accent = colour("--accent");
    const font = getComputedStyle(document.body).fontFamily;
    const last = series.length - 1;
    const top = (place) => 36 + place * (HEIGHT + GAP);
    return {
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      textStyle: { fontFamily: font, color: ink },
      title: series.map((one, place) => ({ text: one.name, top: top(place) - 34, left: 0, textStyle: { fontSize: 13, fontWeight: 500, fontFamily: font, color: ink } })),
      grid: series.map((_, place) => ({ top: top(place), height: place === last && place ? HEIGHT * 0.5 : HEIGHT, left: 64, right: 8 })),
      xAxis: series.map((_, place) => ({ type: "category", gridIndex: place, data: labels, axisLine: { lineStyle: { color: faint } }, axisTick: { show: false }, axisLabel: { color: ink, hideOverlap: true } })),
      yAxis: series.map((one, place) => ({ type: "value", gridIndex: place, minInterval: one.kind === "bar" ? 1 : 0, splitNumber: one.kind === "bar" ? 2 : 4, axisLabel: { color: ink }, splitLine: { lineStyle: { color: faint } } })),
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: {
        trigger: "axis",
        // Drawn on the canvas: a box of HTML would need inline styles, which the policy forbids.
        renderMode: "richText",
        confine: true,
        backgroundColor: colour("--surface"),
        borderColor: faint,
        textStyle: { color: colour("--ink"), fontFamily: font, fontSize: 12 },
        formatter: (points) => [points[0].axisValue, ...series.map((one) => `${one.name}  ${one.texts[points[0].dataIndex]}`)].join("\n"),
      },
      series: series.map((one, place) => ({ type: one.kind, name: one.name, data: one.values, xAxisIndex: place, yAxisIndex: place, symbol: "circle", symbolSize: 5, showSymbol: false, lineStyle: { width: 2 }, barMaxWidth: 14, itemStyle: { color: accent } })),
    };
  };

  // The library did not come: the table is all there is.
  const leaveTable = (place) => {
    place.querySelector("[data-chart-canvas]").hidden = true;
    place.querySelector("details").open = true;
  };

  const begin = (place) => {
    const canvas = place.querySelector("[data-chart-canvas]");
    const table = document.getElementById(place.dataset.chart);
    const found = read(table);
    const chart = echarts.init(canvas, null, { renderer: "canvas" });
    const draw = () => chart.setOption(options(found), true);
    draw();
    new ResizeObserver(() => chart.resize()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-scheme"] });
  };

  // Scripts run in the order of the page, so by then the library is there, if the page has it.
  document.addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll("[data-chart]")) {
      if (window.echarts) begin(place);
      else leaveTable(place);
    }
  });
})();
