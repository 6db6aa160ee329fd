import { useEffect, useMemo, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Button } from '../app/Button.tsx';
import { BodyEditor, type Draft } from './BodyEditor.tsx';
import { EditDiff } from './EditDiff.tsx';
import { EditWarnings } from './EditWarnings.tsx';
import type { Range } from './jsonText.ts';
import { SendForm } from './SendForm.tsx';
import { useEditCheck, type Edit } from './useEdit.ts';
import { useSettled } from './useSettled.ts';

const SETTLED_AFTER_MS = 300;

/** The editor, what the edit changes of the original, and what sending it would do. */
export function EditForm({
  row,
  edit,
  initial,
  onEdited,
}: {
  row: AuditRow;
  edit: Edit;
  /** The recorded body, formatted. */
  initial: string;
  onEdited: (edited: boolean) => void;
}) {
  const [draft, setDraft] = useState<Draft>(initial);
  const [replacement, setReplacement] = useState<{ text: string } | null>(null);
  const [place, setPlace] = useState<Range | null>(null);
  const [refused, setRefused] = useState(false);
  const settled = useSettled(draft, SETTLED_AFTER_MS);
  const text = useMemo(() => settled.toString(), [settled]);
  const { checked, setOpen } = useEditCheck(edit, text);
  const waiting = settled !== draft || checked?.text !== text;

  useEffect(() => {
    if (settled === draft) onEdited(text !== initial);
  }, [settled, draft, text, initial, onEdited]);

  function take(next: Draft) {
    setDraft(next);
    setRefused(false);
    onEdited(true);
  }

  const replace = async (next: Promise<string>) => setReplacement({ text: await next });
  const setUpdatedAt = () => void replace(edit.withUpdatedAt(draft.toString(), Date.now()));

  return (
    <div className="flex flex-col gap-3">
      <div className="flex h-[40vh] min-h-40 flex-col border border-hairline">
        <div className="flex shrink-0 flex-wrap items-center gap-x-1 border-b border-hairline bg-surface p-0.5">
          <Button look="quiet" onClick={setUpdatedAt}>
            Set updated_at to now
          </Button>
          <Button look="quiet" onClick={() => void replace(edit.format(draft.toString()))}>
            Format
          </Button>
          <Button
            look="quiet"
            disabled={!waiting && text === initial}
            onClick={() => setReplacement({ text: initial })}
          >
            Back to the original
          </Button>
        </div>
        <div className="min-h-0 flex-1">
          <BodyEditor
            initial={initial}
            replacement={replacement}
            place={place}
            mistakes={waiting ? null : checked.mistakes}
            onChange={take}
            onRefused={() => setRefused(true)}
          />
        </div>
      </div>
      {refused && (
        <p role="alert" className="text-failed">
          This is over 512 KiB, more than is ever received, and was not inserted.
        </p>
      )}
      {checked !== null && (
        <EditWarnings
          text={checked.text}
          mistakes={checked.mistakes}
          onGoTo={({ from, to }) => setPlace({ from, to })}
        />
      )}
      <section aria-label="Edited fields" className="max-h-40 overflow-auto">
        {checked?.changes && (
          <EditDiff
            changes={checked.changes}
            onToggle={(index, open) => void setOpen(index, open)}
          />
        )}
        {checked?.changes === null && (
          <p className="text-muted">The edit can be compared once it is JSON of at most 512 KiB.</p>
        )}
      </section>
      <SendForm
        row={row}
        // Only formatted is not edited: the recorded bytes are sent, and the row does not say edited.
        body={checked === null || checked.text === initial ? undefined : checked.text}
        blocked={checked?.blocked}
        waiting={waiting}
        remedy={(guard) => guard === 'order' && <OlderHint onSetUpdatedAt={setUpdatedAt} />}
      />
    </div>
  );
}

function OlderHint({ onSetUpdatedAt }: { onSetUpdatedAt: () => void }) {
  return (
    <p className="flex flex-wrap items-center gap-2">
      <span>
        Its updated_at is older than what the row holds. Make it newer, or force it below.
      </span>
      <Button onClick={onSetUpdatedAt}>Set updated_at to now</Button>
    </p>
  );
}
