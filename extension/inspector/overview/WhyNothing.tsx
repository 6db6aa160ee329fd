import type { ReactNode } from 'react';
import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { OpenedDelivery } from '../../data/openedDelivery.ts';
import { useEarlierOfSubject } from '../../data/subject.ts';
import { joinWords } from '../../event/changeWords.ts';
import { usePanel } from '../../panel/panel.tsx';
import { formatLatency } from '../../ui/time/duration.ts';
import { Button } from '../../ui/control/Button.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { When } from '../../ui/time/When.tsx';
import { useInspected } from '../state/inspected.tsx';
import { aheadOf } from './ahead.ts';

/** The evidence for why a delivery changed nothing. The heading states the reason itself. */
export function WhyNothing({ delivery: { row, event } }: { delivery: OpenedDelivery }) {
  switch (row.outcome) {
    case 'stale':
      return <EventAhead row={row} />;
    case 'unchanged':
      return <FieldsNotStored row={row} />;
    case 'duplicate':
      return <HandledBefore row={row} rows={event.rows} />;
    default:
      return null;
  }
}

function EventAhead({ row }: { row: AuditRow }) {
  const ahead = aheadOf(row, useEarlierOfSubject(row));
  if (ahead === null) return null;
  const { row: other, by } = ahead;
  return (
    <Evidence action={<OpenButton id={other._id} label={`Open ${other.event_type}`} />}>
      <code>
        <VisibleText text={other.event_type} />
      </code>{' '}
      of <When at={other.received_at} />{' '}
      {by === null
        ? 'deleted it.'
        : by === 0
          ? 'has the same times, and wins by its content.'
          : `is ahead by ${formatLatency(by)}.`}
    </Evidence>
  );
}

/** Fields that changed in the payload but not in a row: the handler does not store them. */
function FieldsNotStored({ row }: { row: AuditRow }) {
  const { setSettings } = useInspected();
  const changed = row.payload_changed;
  if (changed === undefined) return null;
  if (changed.length === 0) {
    return <Evidence>The payload is the same as the previous one.</Evidence>;
  }
  // `updated_at` changes with every event, so it explains nothing if other fields changed.
  const others = changed.filter((field) => field !== 'updated_at');
  const fields = others.length === 0 ? changed : others;
  return (
    <Evidence
      action={<Button onClick={() => setSettings({ tab: 'Diff' })}>Show the difference</Button>}
    >
      In the payload <FieldNames names={fields} /> {fields.length === 1 ? 'differs' : 'differ'} from
      the previous one; your handler does not store {fields.length === 1 ? 'it' : 'them'}, or the
      row had {fields.length === 1 ? 'this value' : 'these values'} already.
    </Evidence>
  );
}

const NAMED = 8;

function FieldNames({ names }: { names: readonly string[] }) {
  const more = names.length - NAMED;
  const named = more > 1 ? [...names.slice(0, NAMED), `${more} more`] : names;
  return (
    <code>
      <VisibleText text={joinWords(named)} />
    </code>
  );
}

function HandledBefore({ row, rows }: { row: AuditRow; rows: readonly AuditRow[] }) {
  const handled = rows.filter(
    ({ seq, outcome }) => seq < row.seq && outcome !== 'failed' && outcome !== 'duplicate',
  );
  const first = handled.findLast(({ outcome }) => outcome === 'applied') ?? handled.at(-1);
  if (first === undefined) {
    // After many repeats, that delivery is not among the listed rows.
    return row.repeats === undefined ? null : (
      <Evidence action={<OpenButton id={row.repeats} label="Open that delivery" />}>
        An earlier delivery of this event was handled.
      </Evidence>
    );
  }
  const name = first.redispatch ? 'the re-dispatch' : `attempt ${first.attempt}`;
  return (
    <Evidence action={<OpenButton id={first._id} label={`Open ${name}`} />}>
      {capitalized(name)} of <When at={first.received_at} />{' '}
      {first.outcome === 'applied' ? 'was applied.' : `ended as ${first.outcome}.`}
    </Evidence>
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function OpenButton({ id, label }: { id: AuditId; label: string }) {
  const { select } = usePanel();
  return (
    <Button onClick={() => select(id)}>
      <VisibleText text={label} />
    </Button>
  );
}

function Evidence({ action, children }: { action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline p-2">
      <p className="min-w-0 break-words">{children}</p>
      {action}
    </div>
  );
}
