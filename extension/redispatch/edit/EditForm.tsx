import { useEffect, useMemo, useState } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { serverNow } from '../../data/connection/serverClock.ts';
import { Button } from '../../ui/control/Button.tsx';
import { useSettled } from '../../ui/redraw/useSettled.ts';
import { SendForm } from '../send/SendForm.tsx';
import { BodyEditor } from './BodyEditor.tsx';
import { EditDiff } from './EditDiff.tsx';
import { EditFields } from './EditFields.tsx';
import { EditWarnings } from './EditWarnings.tsx';
import type { Range } from './jsonText.ts';
import { useDraft } from './useDraft.ts';
import { useEditCheck, type Edit } from './useEdit.ts';

const SETTLED_AFTER_MS = 300;

/** A form beside the JSON, the differences from the original, and the effect of sending it. */
export default function EditForm({
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
  const { draft, replacement, take, replace } = useDraft(initial);
  const [place, setPlace] = useState<Range | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const settled = useSettled(draft, SETTLED_AFTER_MS);
  const text = useMemo(() => settled.toString(), [settled]);
  const { checked, setOpen } = useEditCheck(edit, text);
  const waiting = settled !== draft || checked?.text !== text;

  useEffect(() => {
    if (settled === draft) onEdited(text !== initial);
  }, [settled, draft, text, initial, onEdited]);

  const setUpdatedAt = () => replace((body) => edit.withUpdatedAt(body, serverNow()));

  return (
    <div className="@container flex flex-col gap-3">
      <div className="flex flex-col gap-2 @min-[640px]:h-[40vh] @min-[640px]:min-h-40 @min-[640px]:flex-row">
        {checked !== null && checked.fields.length > 0 && (
          <EditFields
            fields={checked.fields}
            onChange={(field, value) => replace((body) => edit.withFormField(body, field, value))}
          />
        )}
        <div className="flex h-[40vh] min-h-40 min-w-0 shrink-0 flex-col border border-hairline @min-[640px]:h-auto @min-[640px]:flex-1">
          <div className="flex shrink-0 flex-wrap items-center gap-x-1 border-b border-hairline bg-surface p-0.5">
            <Button look="quiet" onClick={setUpdatedAt}>
              Set updated_at to now
            </Button>
            <Button look="quiet" onClick={() => replace((body) => edit.format(body))}>
              Format
            </Button>
            <Button
              look="quiet"
              disabled={!waiting && text === initial}
              onClick={() => replace(async () => initial)}
            >
              Revert
            </Button>
          </div>
          <div className="min-h-0 flex-1">
            <BodyEditor
              initial={initial}
              replacement={replacement}
              place={place}
              mistakes={waiting ? null : checked.mistakes}
              onChange={(next) => {
                take(next);
                setTooLarge(false);
                onEdited(true);
              }}
              onTooLarge={() => setTooLarge(true)}
            />
          </div>
        </div>
      </div>
      {tooLarge && (
        <p role="alert" className="text-failed">
          Not inserted: the text is over 512 KiB, the most that a deployment accepts.
        </p>
      )}
      {checked !== null && (
        <EditWarnings
          text={checked.text}
          mistakes={checked.mistakes}
          onGoTo={({ from, to }) => setPlace({ from, to })}
        />
      )}
      {checked?.changes && (
        <EditDiff changes={checked.changes} onToggle={(index, open) => void setOpen(index, open)} />
      )}
      {checked?.changes === null && (
        <p className="text-muted">The edit can be compared once it is JSON of at most 512 KiB.</p>
      )}
      <SendForm
        row={row}
        // A body that was only formatted is not edited: the recorded bytes are sent, and the row is
        // not marked as edited.
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
        The body’s updated_at is older than the newest data. Set it to now, or force the event
        below.
      </span>
      <Button onClick={onSetUpdatedAt}>Set updated_at to now</Button>
    </p>
  );
}
