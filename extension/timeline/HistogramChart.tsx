import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { stackedOutcomes, type Histogram } from './histogram.ts';

const HEIGHT = 36;

/**
 * Bars over time, stacked by outcome. Brushing a span calls `onBrush` with the whole seconds around
 * it, in milliseconds since 1970.
 */
export default function HistogramChart({
  histogram,
  theme,
  onBrush,
  onClick,
}: {
  histogram: Histogram;
  /** Colours are read anew when it changes. */
  theme: string;
  onBrush: (from: number, until: number) => void;
  onClick: () => void;
}) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const brush = useRef(onBrush);
  brush.current = onBrush;
  const latest = useRef(histogram);
  latest.current = histogram;

  useEffect(() => {
    const element = container.current!;
    const made = new uPlot(
      options(element, () => latest.current, brush),
      stack(latest.current),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme]);

  useEffect(() => plot.current?.setData(stack(histogram)), [histogram]);

  // uPlot keeps the click that ends a drag to itself.
  return <div ref={container} onClick={onClick} className="h-9 w-full" />;
}

function options(
  element: HTMLElement,
  histogram: () => Histogram,
  brush: { current: (from: number, until: number) => void },
): uPlot.Options {
  const colors = getComputedStyle(element);
  return {
    width: element.clientWidth,
    height: HEIGHT,
    ms: 1,
    padding: [2, 0, 0, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { range: () => [histogram().start, endOf(histogram())] },
      y: { range: (_plot, _min, max) => [0, Math.max(max, 1)] },
    },
    series: [
      {},
      ...stackedOutcomes.toReversed().map((outcome) => ({
        label: outcome,
        fill: colors.getPropertyValue(`--${outcome}`),
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars!({ size: [1, Infinity], align: 1, gap: 1 }),
      })),
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 3) return;
          const secondsAt = (x: number) => plot.posToVal(x, 'x') / 1_000;
          brush.current(
            Math.floor(secondsAt(left)) * 1_000,
            Math.ceil(secondsAt(left + width)) * 1_000,
          );
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

function endOf({ start, step, buckets }: Histogram): number {
  return start + step * buckets;
}

/** uPlot draws series over each other: the whole stack first, then each without the one above it. */
function stack({ start, step, buckets, counts }: Histogram): uPlot.AlignedData {
  const times = Array.from({ length: buckets }, (_, index) => start + index * step);
  const sums = times.map(() => 0);
  const series = stackedOutcomes.map((outcome) =>
    counts[outcome].map((count, index) => (sums[index]! += count)),
  );
  return [times, ...series.toReversed()];
}
