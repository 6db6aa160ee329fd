import { Button } from '../../app/Button.tsx';
import { When } from '../../app/When.tsx';
import type { ReplayStep, StoredUser } from '../../data/replay.ts';
import { fieldChanges } from '../change/fieldChanges.ts';
import { listFields } from '../fieldNames.ts';
import { FieldValue } from '../FieldValue.tsx';
import { Notice } from '../Notice.tsx';

/** The users row after one event, or now, and for each field the event that set it. */
export function RowAtMoment({
  now,
  steps,
  driftNow,
  position,
  numbered,
  onMove,
}: {
  now: StoredUser | null;
  steps: ReplayStep[];
  driftNow: string[];
  /** An index in `steps`; their number for now. */
  position: number;
  numbered: boolean;
  onMove: (position: number) => void;
}) {
  const step = steps[position];
  const stored = now?.user ?? null;
  const user = step === undefined ? stored : step.user;
  const before = step === undefined ? stored : (steps[position - 1]?.user ?? null);
  const setBy = step?.setBy ?? steps.at(-1)?.setBy ?? {};
  const drift = step?.drift ?? driftNow;

  return (
    <section aria-label="Row at this moment">
      {drift.length > 0 && (
        <Notice>
          ⚠ {step === undefined ? 'The stored row is' : 'Before this event the stored row was'} not
          what the history says: {listFields(drift)}. Something other than a webhook changed it.
        </Notice>
      )}
      {user === null ? (
        <p className="p-2">
          {now?.tombstone && step === undefined ? (
            <>
              Not in the users table: Clerk deleted this user at{' '}
              <When at={now.tombstone.deleted_at} />.
            </>
          ) : (
            'Not in the users table at this moment.'
          )}
        </p>
      ) : (
        <table className="w-full table-fixed border-collapse text-left">
          <thead className="text-muted">
            <tr className="border-b border-hairline">
              <th scope="col" className="w-32 px-2 py-1 font-normal">
                Field
              </th>
              <th scope="col" className="px-2 font-normal">
                Value
              </th>
              <th scope="col" className="w-24 px-2 font-normal">
                Set by
              </th>
            </tr>
          </thead>
          <tbody className="align-top">
            {fieldChanges(before, user).map(({ field, after }) => (
              <tr
                key={field}
                className={`border-b border-hairline ${step?.set.includes(field) ? 'bg-added-bg' : ''}`}
              >
                <th scope="row" className="px-2 py-1 font-mono text-[11px] font-normal break-words">
                  {field}
                </th>
                <td className="px-2 py-1 break-words">
                  <FieldValue field={field} value={after} />
                </td>
                <td className="px-2 py-1">
                  <SetBy
                    field={field}
                    step={setBy[field]}
                    steps={steps}
                    numbered={numbered}
                    drifted={drift.includes(field)}
                    onMove={onMove}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function SetBy({
  field,
  step,
  steps,
  numbered,
  drifted,
  onMove,
}: {
  field: string;
  /** The event of the history that set the field last, if one did. */
  step: number | undefined;
  steps: ReplayStep[];
  numbered: boolean;
  drifted: boolean;
  onMove: (position: number) => void;
}) {
  if (field === 'workspace_id') return <span className="text-muted">the app</span>;
  if (drifted && step === undefined) return <span className="text-warning">⚠ no event</span>;
  if (step === undefined) return <span className="text-muted">earlier</span>;
  const { event_type, received_at } = steps[step]!.row;
  return (
    <Button
      look="quiet"
      className="-my-1 max-w-full border-0! px-0! text-accent"
      hint={`Go to ${event_type}, ${new Date(received_at).toLocaleString()}`}
      onClick={() => onMove(step)}
    >
      <span className="truncate">
        {numbered && `${step + 1}. `}
        {event_type.replace('user.', '')}
      </span>
    </Button>
  );
}
