import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { formatLatency } from '../../ui/time/duration.ts';
import { momentText } from '../../ui/time/When.tsx';
import { usePage } from '../watch/PageProvider.tsx';
import { usePairingOf } from './usePairingOf.ts';
import { waterfallOf, type Moment, type Waterfall } from './waterfall.ts';

/** The path of a delivery that the page caused, from the page's call to this panel. */
export function PageWaterfall({ row }: { row: AuditRow }) {
  const pairing = usePairingOf(row._id);
  const watch = usePage()?.watch;
  if (pairing === null || !watch) return null;
  const waterfall = waterfallOf(pairing.change, row, watch.seenAt(row));
  return (
    <section aria-label="Caused by the page" className="border-b border-hairline p-2">
      <h3 className="mb-1 font-semibold">
        Caused by the page:{' '}
        <code className="font-mono font-normal">{pairing.change.call.name}</code>
      </h3>
      <ol>
        {waterfall.moments.map((moment, at) => (
          <Step
            key={moment.name}
            moment={moment}
            took={at === 0 ? waterfall.callTook : moment.after}
            bar={barOf(waterfall, at)}
          />
        ))}
      </ol>
      {waterfall.skews.map(({ ahead, of, byAtLeast }) => (
        <p key={`${ahead} ${of}`} className="mt-1 text-warning">
          <span aria-hidden>⚠ </span>
          {clockOf(ahead)} is ahead of {clockOf(of)} by at least {formatLatency(byAtLeast)}.
        </p>
      ))}
    </section>
  );
}

function Step({
  moment: { name, clock, at, after },
  took,
  bar,
}: {
  moment: Moment;
  /** Milliseconds; null where the clocks contradict each other. */
  took: number | null;
  bar: { left: number; width: number };
}) {
  return (
    <li className="grid grid-cols-[152px_1fr_64px] items-center gap-2">
      <span title={`${momentText(at)} by the clock of ${clock}`}>{name}</span>
      <span aria-hidden className="relative h-2 rounded-sm bg-surface">
        <span
          className="absolute inset-y-0 min-w-0.5 rounded-sm bg-accent"
          style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
        />
      </span>
      <span className="text-right text-muted tabular-nums">
        {took === null ? '' : `${after === null ? '' : '+'}${formatLatency(took)}`}
      </span>
    </li>
  );
}

/**
 * The time since the previous moment, in percent of the whole; for the call, its duration. 0 where
 * the clocks contradict each other.
 */
function barOf({ moments, callTook }: Waterfall, at: number): { left: number; width: number } {
  const total =
    Math.max(
      callTook,
      moments.reduce((sum, { after }) => sum + (after ?? 0), 0),
    ) || 1;
  if (at === 0) return { left: 0, width: (callTook / total) * 99 };
  const before = moments.slice(0, at).reduce((sum, { after }) => sum + (after ?? 0), 0);
  return { left: (before / total) * 99, width: ((moments[at]!.after ?? 0) / total) * 99 };
}

function clockOf(clock: Moment['clock']): string {
  return clock === 'this machine' ? 'the clock of this machine' : `${clock}’s clock`;
}
