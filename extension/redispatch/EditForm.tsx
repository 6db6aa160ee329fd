import { useMemo, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Button } from '../app/Button.tsx';
import { BodyEditor } from './BodyEditor.tsx';
import { bodyMistakes } from './bodyMistakes.ts';
import { EditDiff } from './EditDiff.tsx';
import { formatJson, readJson, withField } from './jsonText.ts';
import { SendForm } from './SendForm.tsx';
import { useSettled } from './useSettled.ts';

const SETTLED_AFTER_MS = 300;

/** The editor, what the edit changes of the original, and what sending it would do. */
export function EditForm({
  row,
  original,
  onEdited,
}: {
  row: AuditRow;
  original: string;
  onEdited: (edited: boolean) => void;
}) {
  const initial = useMemo(() => formatJson(original), [original]);
  const [text, setText] = useState(initial);
  const [replacement, setReplacement] = useState<{ text: string } | null>(null);
  const settled = useSettled(text, SETTLED_AFTER_MS);
  const blocked = useMemo(() => whyBlocked(settled, original), [settled, original]);
  const waiting = settled !== text;

  function take(next: string) {
    setText(next);
    onEdited(next !== initial);
  }

  const setUpdatedAt = () =>
    setReplacement({ text: withField(text, ['data'], 'updated_at', Date.now()) });

  return (
    <div className="flex flex-col gap-3">
      <div className="flex h-[40vh] min-h-40 flex-col border border-hairline">
        <div className="flex shrink-0 flex-wrap items-center gap-x-1 border-b border-hairline bg-surface p-0.5">
          <Button look="quiet" onClick={setUpdatedAt}>
            Set updated_at to now
          </Button>
          <Button look="quiet" onClick={() => setReplacement({ text: formatJson(text) })}>
            Format
          </Button>
          <Button
            look="quiet"
            disabled={text === initial}
            onClick={() => setReplacement({ text: initial })}
          >
            Back to the original
          </Button>
        </div>
        <div className="min-h-0 flex-1">
          <BodyEditor
            initial={initial}
            replacement={replacement}
            original={original}
            onChange={take}
          />
        </div>
      </div>
      <section aria-label="Edited fields" className="max-h-40 overflow-auto">
        {'value' in readJson(settled) ? (
          <EditDiff original={original} edited={settled} />
        ) : (
          <p className="text-muted">The edit can be compared once it is JSON.</p>
        )}
      </section>
      <SendForm
        row={row}
        // Only formatted is not edited: the recorded bytes are sent, and the row does not say edited.
        body={settled === initial ? undefined : settled}
        blocked={blocked}
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

/** The first mistake that keeps a body from being sent. */
function whyBlocked(text: string, original: string): string | null {
  const mistake = bodyMistakes(text, original, Date.now()).find(
    ({ severity }) => severity === 'error',
  );
  if (mistake === undefined) return null;
  const line = text.slice(0, mistake.from).split('\n').length;
  return `Line ${line}: ${mistake.message}`;
}
