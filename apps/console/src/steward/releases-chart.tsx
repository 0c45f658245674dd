import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** Bars of releases, one a day (uPlot); repainted when the width or the theme changes. */
export function ReleasesChart({
  days,
  label,
}: {
  readonly days: readonly { readonly day: string; readonly releases: number }[];
  readonly label: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const colour = (name: string): string => style.getPropertyValue(name);
    const bars = UPlot.paths.bars?.({ size: [0.6, 48] });
    const axis = {
      stroke: style.color,
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
    };
    const chart = new UPlot(
      {
        width: element.clientWidth,
        height: 180,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, __, max) => [0, Math.max(1, max)] } },
        axes: [axis, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] }],
        series: [{}, { label, fill: style.color, ...(bars === undefined ? {} : { paths: bars }) }],
      },
      [days.map(({ day }) => new Date(day).getTime() / 1000), days.map(({ releases }) => releases)],
      element,
    );
    const resize = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: 180 }),
    );
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
  }, [days, label]);
  return <div ref={place} role="img" aria-label={label} />;
}
