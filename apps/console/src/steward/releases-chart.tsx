import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import classes from './releases-chart.module.css';

const dayS = 86_400;
/** At least so many days are drawn, so that a single one does not fill the whole. */
const fewestDays = 28;

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
    // Live: it follows the theme, and uPlot asks anew at each drawing.
    const style = getComputedStyle(element);
    const text = (): string => style.color;
    const line = (): string => style.getPropertyValue('--line');
    const accent = (): string => style.getPropertyValue('--accent');
    const bars = UPlot.paths.bars?.({ size: [0.6, 48] });
    const axis = {
      stroke: text,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line, width: 1 },
    };
    const starts = days.map(({ day }) => new Date(day).getTime() / 1000);
    const [first = 0, last = first] = [starts[0], starts.at(-1)];
    const chart = new UPlot(
      {
        width: element.clientWidth,
        height: 180,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          // From the days themselves: of a single one uPlot makes a thousand.
          x: { range: () => [Math.min(first, last - fewestDays * dayS) - dayS, last + dayS] },
          y: { range: (_, __, max) => [0, Math.max(1, max)] },
        },
        axes: [axis, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] }],
        series: [
          {},
          {
            label,
            fill: accent,
            points: { show: false },
            ...(bars === undefined ? {} : { paths: bars }),
          },
        ],
      },
      [starts, days.map(({ releases }) => releases)],
      element,
    );
    const resize = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: 180 }),
    );
    resize.observe(element);
    const repaint = (): void => chart.redraw(false);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', repaint);
    const theme = new MutationObserver(repaint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resize.disconnect();
      scheme.removeEventListener('change', repaint);
      theme.disconnect();
      chart.destroy();
    };
  }, [days, label]);
  return <div ref={place} className={classes['chart']} role="img" aria-label={label} />;
}
