import { useState } from 'react';
import { Button } from '../../app/Button.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { PayloadTreeView } from './PayloadTreeView.tsx';
import { RawPayload } from './RawPayload.tsx';

/** What one delivery carried: as a tree that can be searched, or the exact characters received. */
export function PayloadTab({
  body,
  sought,
}: {
  body: string;
  /** What is found in it at first; empty for nothing. */
  sought: string;
}) {
  const [raw, setRaw] = useState(false);
  if (body === '') return <PrunedPayload />;
  const modes = (
    <div role="group" aria-label="Payload as" className="flex gap-1">
      <Button pressed={!raw} onClick={() => setRaw(false)}>
        Tree
      </Button>
      <Button pressed={raw} onClick={() => setRaw(true)}>
        Raw
      </Button>
    </div>
  );
  return (
    <div className="flex h-full flex-col">
      {raw ? (
        <RawPayload body={body} modes={modes} />
      ) : (
        <PayloadTreeView body={body} sought={sought} modes={modes} />
      )}
    </div>
  );
}

/** Stands where a payload was removed, by retention or because the user was forgotten. */
export function PrunedPayload() {
  return (
    <EmptyState title="The payload is no longer kept">
      <p>
        Retention or a request to forget the user removed it. Clerk’s dashboard may still have it,
        under Webhooks, Message Attempts.
      </p>
    </EmptyState>
  );
}
