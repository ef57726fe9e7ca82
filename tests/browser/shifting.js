async () => {
  // Everything that has moved by itself since the page began to load. What moves because somebody acted is no shift.
  const shifts = [];
  const watch = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  watch.observe({ type: "layout-shift", buffered: true });
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  shifts.push(...watch.takeRecords());
  watch.disconnect();
  const movers = (shift) => shift.sources.map((source) => source.node?.outerHTML?.slice(0, 120) ?? source.node?.nodeName);
  return shifts
    // A hundredth of what counts as good (0.1): what settles by a pixel or two, which nobody sees.
    .filter((shift) => !shift.hadRecentInput && shift.value > 0.001)
    .map((shift) => `moved by ${shift.value.toFixed(4)}: ${movers(shift).join(" | ")}`);
}
