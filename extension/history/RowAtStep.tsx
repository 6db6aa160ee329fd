import { FieldValue } from '../event/FieldValue.tsx';
import { Button } from '../ui/control/Button.tsx';
import { Notice } from '../ui/notice/Notice.tsx';
import { visibleString } from '../ui/text/invisibleCharacters.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { momentText, When } from '../ui/time/When.tsx';
import type { HistoryStep } from './steps.ts';

/** A document after one write, and for each field the event that set it. */
export function RowAtStep({
  steps,
  position,
  onMove,
}: {
  steps: readonly HistoryStep[];
  position: number;
  onMove: (position: number) => void;
}) {
  const { after, outside, setBy, write } = steps[position]!;
  return (
    <section aria-label="Row at this moment" className="@container">
      <h3 className="bg-surface px-2 py-1 font-semibold">
        Row after <VisibleText text={write.row.event_type} /> of <When at={write.row.received_at} />
      </h3>
      {outside.length > 0 && (
        <Notice>
          ⚠ Before this event the row was edited outside webhooks: {outside.join(', ')}.
        </Notice>
      )}
      {after.kind === 'none' && <p className="p-2">Deleted by this event.</p>}
      {after.kind === 'left out' && (
        <p className="p-2 text-muted">
          Too large to keep: {Math.ceil(after.bytes / 1024).toLocaleString('en')} KiB.
        </p>
      )}
      {after.kind === 'kept' && (
        <table className="w-full table-fixed border-collapse text-left">
          <thead className="text-muted">
            <tr className="border-b border-hairline">
              <th scope="col" className="w-[34%] px-2 py-1 font-normal @min-[430px]:w-32">
                Field
              </th>
              <th scope="col" className="px-2 font-normal">
                Value
              </th>
              <th scope="col" className="w-[26%] px-2 font-normal @min-[430px]:w-28">
                Set by
              </th>
            </tr>
          </thead>
          <tbody className="align-top">
            {[...after.fields]
              .filter(([field]) => !field.startsWith('_'))
              .map(([field, value]) => (
                <tr
                  key={field}
                  className={`border-b border-hairline ${write.fields.includes(field) ? 'bg-added-bg' : ''}`}
                >
                  <th
                    scope="row"
                    className="px-2 py-1 font-mono text-[11px] font-normal break-words"
                  >
                    {field}
                  </th>
                  <td className="px-2 py-1 break-words">
                    <FieldValue field={field} value={value} />
                  </td>
                  <td className="px-2 py-1">
                    <SetBy steps={steps} step={setBy.get(field)} onMove={onMove} />
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
  steps,
  step,
  onMove,
}: {
  steps: readonly HistoryStep[];
  step: number | undefined;
  onMove: (position: number) => void;
}) {
  if (step === undefined) return <span className="text-muted">not known</span>;
  const { event_type, received_at } = steps[step]!.write.row;
  return (
    <Button
      look="link"
      hint={`Go to ${visibleString(event_type)}, ${momentText(received_at)}`}
      onClick={() => onMove(step)}
    >
      <VisibleText text={event_type} />
    </Button>
  );
}
