import { useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { Batch } from '../../convex/shared/batch.ts';
import { Button } from '../app/Button.tsx';
import { Failure } from '../app/Failure.tsx';
import { usePanel, type BatchStart } from '../app/panel.tsx';
import { useSocketStatus } from '../data/DeploymentConnection.tsx';
import { useOperatorMutation } from '../data/operator.tsx';
import { useSelectionPreview } from '../data/redispatch.ts';
import { refusalMessage } from '../data/refusal.ts';
import { deliveriesOf, deliveryCount } from './effectSummary.ts';
import { FilterFields } from './FilterFields.tsx';
import { ForceChoice } from './ForceChoice.tsx';
import { NoteField } from './NoteField.tsx';
import { overrideSentenceOfMany } from './overriddenGuard.ts';
import { useRedispatch } from './redispatch.ts';
import { SelectionEffect } from './SelectionEffect.tsx';
import { selectionWords } from './selectionWords.ts';
import { whyNotRedispatch } from './whyNot.ts';

type Starting = { kind: 'idle' } | { kind: 'starting' } | { kind: 'failed'; message: string };

/** What to re-dispatch, what that would do, and the button that starts it. */
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
  const startBatch = useOperatorMutation(api.redispatch.startBatch);
  const [selection, setSelection] = useState(start);
  const [note, setNote] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [starting, setStarting] = useState<Starting>({ kind: 'idle' });
  const form = useRef<HTMLFormElement>(null);

  // In place of the dialog's close button.
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), []);

  const reason = whyNotRedispatch(role, socket, null);
  const unforced = useSelectionPreview(role === 'viewer' ? null : selection, false);
  const override = overrideSentenceOfMany(unforced.soFar.counts);
  const force = agreed && override !== null;
  const forced = useSelectionPreview(force ? selection : null, true);
  const preview = force ? forced : unforced;
  const deliveries = deliveriesOf(preview.soFar.counts);

  // One key for one request, however often it is sent: a start whose answer was lost is not doubled.
  const key = useMemo(() => crypto.randomUUID(), [selection, force, note]);

  async function run() {
    setStarting({ kind: 'starting' });
    try {
      const told = note.trim() === '' ? {} : { note: note.trim() };
      onStarted(await startBatch({ key, selection, force, ...told }));
    } catch (error) {
      setStarting({ kind: 'failed', message: refusalMessage(error) });
    }
  }

  const ready = preview.soFar.done && preview.error === null && reason === null;
  return (
    <form
      ref={form}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        confirmOnce(() => void run());
      }}
    >
      {'ids' in selection ? (
        <p>{selectionWords(selection, String)}: of each event its newest picked attempt is sent.</p>
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
          Of each event its newest attempt is sent, and only if it is still as selected by then.
        </p>
      )}
      {reason === null ? <SelectionEffect preview={preview} /> : <p>{reason}</p>}
      {override !== null && <ForceChoice sentence={override} agreed={force} onChange={setAgreed} />}
      <NoteField note={note} onChange={setNote} />
      {starting.kind === 'failed' && <Failure message={starting.message} />}
      <div className="flex justify-end">
        <Button
          type="submit"
          look="primary"
          disabled={!ready || deliveries === 0 || starting.kind === 'starting'}
        >
          {starting.kind === 'starting' ? 'Starting …' : startLabel(deliveries, preview.soFar.cut)}
        </Button>
      </div>
    </form>
  );
}

function startLabel(count: number, cut: boolean): string {
  return `Re-dispatch ${cut ? 'more than ' : ''}${deliveryCount(count)}`;
}
