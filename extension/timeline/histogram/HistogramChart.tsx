import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatClock, formatMinute, formatTime } from '../../event/format.ts';
import { focusEvents } from '../../panel/focus.ts';
import { barAt, endOf, stackedOutcomes, type Histogram } from './histogram.ts';
import { stack } from './stack.ts';

const HEIGHT = 36;
const AXIS_HEIGHT = 13;
/** Slightly more than the width of a digit in the axis's font, in pixels. */
const DIGIT_WIDTH = 6;

/**
 * Bars over time, stacked by outcome, with the times below. Brushing a span calls `onBrush` with the
 * whole seconds around it, in milliseconds since 1970.
 */
export default function HistogramChart({
  histogram,
  theme,
  onBrush,
  onHover,
  onClick,
}: {
  histogram: Histogram;
  /** When the theme changes, the colours are read again. */
  theme: string;
  onBrush: (from: number, until: number) => void;
  /** The pointer is over this bar; null when it has left. */
  onHover: (bar: number | null) => void;
  onClick: (bar: number) => void;
}) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const brush = useRef(onBrush);
  const latest = useRef(histogram);
  useLayoutEffect(() => {
    brush.current = onBrush;
    latest.current = histogram;
  });

  useEffect(() => {
    const element = container.current!;
    const made = new uPlot(
      options(element, () => latest.current, brush),
      stack(latest.current, HEIGHT - AXIS_HEIGHT),
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

  useEffect(() => plot.current?.setData(stack(histogram, HEIGHT - AXIS_HEIGHT)), [histogram]);

  const barUnder = ({ clientX }: { clientX: number }) => {
    const { left, width } = plot.current!.over.getBoundingClientRect();
    return barAt(histogram, (clientX - left) / width);
  };
  return (
    <div
      ref={container}
      onPointerMove={(event) => onHover(barUnder(event))}
      onPointerLeave={() => onHover(null)}
      onMouseDown={(event) => {
        // It would take the focus from the list, whose selection the arrow keys move.
        event.preventDefault();
        focusEvents();
      }}
      // uPlot swallows the click that ends a drag.
      onClick={(event) => onClick(barUnder(event))}
      className="h-9 w-full"
    />
  );
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
    axes: [
      {
        size: AXIS_HEIGHT,
        gap: 0,
        space: 80,
        font: '10px system-ui, sans-serif',
        stroke: colors.getPropertyValue('--muted'),
        grid: { show: false },
        ticks: { size: 3, width: 1, stroke: colors.getPropertyValue('--hairline') },
        // A time without its first or last figures would be read as another time.
        values: (plot, times) =>
          times.map((time) => {
            const text = tickText(time, histogram());
            const half = (text.length * DIGIT_WIDTH) / 2;
            const x = plot.valToPos(time, 'x');
            return x >= half && x <= plot.width - half ? text : '';
          }),
      },
      { show: false },
    ],
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

/** The shortest text that still tells two bars apart. */
function tickText(time: number, { step, start, buckets }: Histogram): string {
  if (step < 60_000) return formatClock(time);
  return step * buckets > 86_400_000 ? formatTime(time, start) : formatMinute(time);
}
