import { useMemo, useState } from 'react';
import type { Batch } from '../../../webhooks/shared/batch.ts';
import { Failure } from '../../ui/notice/Failure.tsx';
import { usePanel, type BatchStart } from '../../panel/panel.tsx';
import { useSelectionPreview } from '../../data/redispatch.ts';
import { deliveriesOf, deliveryCount } from '../send/effectSummary.ts';
import { useSettled } from '../../ui/redraw/useSettled.ts';
import { FilterFields } from './FilterFields.tsx';
import { ForceChoice } from '../send/ForceChoice.tsx';
import { NoteField } from '../send/NoteField.tsx';
import { overrideSentenceOfMany } from '../send/overriddenGuard.ts';
import { SendButton } from '../send/SendButton.tsx';
import { useRedispatch } from '../send/useRedispatch.ts';
import { SelectionEffect } from './SelectionEffect.tsx';
import { selectionWords } from './selectionWords.ts';
import { useStartBatch } from './useStartBatch.ts';

const SETTLED_AFTER_MS = 400;

/** Chooses the deliveries of a batch, previews it and starts it. */
export function BatchSetup({
  start,
  onStarted,
}: {
  start: BatchStart;
  onStarted: (id: Batch['_id']) => void;
}) {
  const { role } = usePanel();
  const { confirmOnce } = useRedispatch();
  const { starting, reason, run } = useStartBatch(onStarted);
  const [selection, setSelection] = useState(start);
  const settled = useSettled(selection, SETTLED_AFTER_MS);
  const [note, setNote] = useState('');
  const [agreed, setAgreed] = useState(false);

  const unforced = useSelectionPreview(role === 'viewer' ? null : settled, false);
  const override = overrideSentenceOfMany(unforced.soFar.counts);
  const force = agreed && override !== null;
  const forced = useSelectionPreview(force ? settled : null, true);
  const preview = force ? forced : unforced;
  const deliveries = deliveriesOf(preview.soFar.counts);

  // One key per request: starting again after a lost answer still makes only one batch.
  const request = useMemo(() => {
    const noted = note.trim() === '' ? {} : { note: note.trim() };
    return { key: crypto.randomUUID(), selection, force, ...noted };
  }, [selection, force, note]);

  const isPreviewed = settled === selection && preview.soFar.done && preview.error === null;
  const ready = isPreviewed && reason === null;
  return (
    // Not a form: Enter in any field, even in the list of outcomes, would start the batch.
    <div className="flex flex-col gap-3">
      {'ids' in selection ? (
        <p>{selectionWords(selection, String)}. Sends the latest selected attempt of each event.</p>
      ) : (
        <FilterFields
          filter={selection}
          onChange={(filter) => {
            setSelection(filter);
            setAgreed(false);
          }}
        />
      )}
      {'where' in selection && (
        <p className="text-muted">
          Sends the latest attempt of each event, skipping any that succeed in the meantime.
        </p>
      )}
      {reason === null ? <SelectionEffect preview={preview} /> : <p>{reason}</p>}
      {override !== null && <ForceChoice sentence={override} agreed={force} onChange={setAgreed} />}
      <NoteField note={note} onChange={setNote} autoFocus={'ids' in selection} />
      {starting.kind === 'failed' && <Failure message={starting.message} />}
      <div className="flex justify-end">
        <SendButton
          look="primary"
          disabled={!ready || deliveries === 0 || starting.kind === 'starting'}
          onSend={() => confirmOnce(() => void run(request))}
        >
          {starting.kind === 'starting' ? 'Starting …' : startLabel(deliveries, preview.soFar.cut)}
        </SendButton>
      </div>
    </div>
  );
}

function startLabel(count: number, cut: boolean): string {
  return `Re-dispatch ${cut ? 'more than ' : ''}${deliveryCount(count)}`;
}
