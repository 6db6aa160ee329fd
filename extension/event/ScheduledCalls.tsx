import type { ScheduledCall } from '../../webhooks/shared/documentChange.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { When } from '../ui/time/When.tsx';

/** The functions that a handler scheduled or cancelled. */
export function ScheduledCalls({ calls }: { calls: readonly ScheduledCall[] }) {
  if (calls.length === 0) return null;
  return (
    <section aria-label="Scheduled" className="border-b border-hairline">
      <h3 className="bg-surface px-2 py-0.5 font-semibold">Scheduled</h3>
      <ul>
        {calls.map(({ function: name, at, args, cancelled }, index) => (
          <li key={index} className="px-2 py-1 break-words">
            <code>
              <VisibleText text={name} />
            </code>{' '}
            {cancelled ? 'cancelled, was due' : 'at'} <When at={at} />
            {args !== undefined && (
              <code className="block text-[11px] text-muted">
                <VisibleText text={args} />
              </code>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
