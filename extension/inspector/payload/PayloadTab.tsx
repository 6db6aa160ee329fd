import { useState } from 'react';
import { Button } from '../../ui/control/Button.tsx';
import { EmptyState } from '../../ui/notice/EmptyState.tsx';
import { PayloadTreeView } from './PayloadTreeView.tsx';
import { RawPayload } from './RawPayload.tsx';

/** The payload of one delivery: a tree that can be searched, or the exact characters received. */
export function PayloadTab({ body }: { body: string }) {
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
        <PayloadTreeView body={body} modes={modes} />
      )}
    </div>
  );
}

/** Shown for a payload that retention or an erasure removed. */
export function PrunedPayload() {
  return (
    <EmptyState title="The payload is no longer kept">
      <p>
        Retention or a request to forget the user removed it. The sender’s dashboard may still have
        it: Clerk’s under Webhooks, Message Attempts.
      </p>
    </EmptyState>
  );
}
