import { useMemo, useState } from 'react';
import { api } from '../../../convex/_generated/api.js';
import type { Batch } from '../../../webhooks/shared/batch.ts';
import { Failure } from '../../ui/notice/Failure.tsx';
import { usePanel, type BatchStart } from '../../panel/panel.tsx';
import { useSocketStatus } from '../../data/connection/DeploymentConnection.tsx';
import { useOperatorMutation } from '../../data/connection/operator.tsx';
import { useSelectionPreview } from '../../data/redispatch.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
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
import { whyNotRedispatch } from '../send/whyNot.ts';

const SETTLED_AFTER_MS = 400;

type Starting = { kind: 'idle' } | { kind: 'starting' } | { kind: 'failed'; message: string };

/** Chooses the deliveries of a batch, previews it and starts it. */
export function BatchSetup({
  start,
  onStarted,
}: {
  start: BatchStart;
  onStarted: (id: Batch['_id']) => void;
}) {
  const { role } = usePanel();
  const socket = useSocketStatus();
  const { confirmOnce } = useRedispatch();
  const startBatch = useOperatorMutation(api.webhookAudit.startBatch);
  const [selection, setSelection] = useState(start);
  const settled = useSettled(selection, SETTLED_AFTER_MS);
  const [note, setNote] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [starting, setStarting] = useState<Starting>({ kind: 'idle' });

  const reason = whyNotRedispatch(role, socket, null);
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

  async function run() {
    setStarting({ kind: 'starting' });
    try {
      onStarted(await startBatch(request));
    } catch (error) {
      setStarting({ kind: 'failed', message: refusalMessage(error) });
    }
  }

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
          onSend={() => confirmOnce(() => void run())}
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
