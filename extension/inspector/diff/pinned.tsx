import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';

/** The event that others are compared with. */
interface Pinned {
  pinned: AuditRow | null;
  pin: (row: AuditRow | null) => void;
  /** Pins the older of two events. Returns the newer one, which is to be opened at its difference. */
  compare: (one: AuditRow, other: AuditRow) => AuditId;
  /** The event to be opened at its difference; null once it is. */
  opening: AuditId | null;
  /** How many comparisons were requested: each new one replaces what the Diff tab showed. */
  asked: number;
  onOpened: () => void;
}

const PinnedContext = createContext<Pinned | null>(null);

/** Keeps the event that others are compared with, while the inspector opens and closes. */
export function PinnedEventProvider({ children }: { children: ReactNode }) {
  const [pinned, pin] = useState<AuditRow | null>(null);
  const [opening, setOpening] = useState<AuditId | null>(null);
  const [asked, setAsked] = useState(0);
  const compare = useCallback((one: AuditRow, other: AuditRow) => {
    const [older, newer] = one.seq < other.seq ? [one, other] : [other, one];
    pin(older);
    setOpening(newer._id);
    setAsked((count) => count + 1);
    return newer._id;
  }, []);
  const onOpened = useCallback(() => setOpening(null), []);
  const context = useMemo<Pinned>(
    () => ({ pinned, pin, compare, opening, asked, onOpened }),
    [pinned, compare, opening, asked, onOpened],
  );
  return <PinnedContext value={context}>{children}</PinnedContext>;
}

export function usePinnedEvent(): Pinned {
  const pinned = useContext(PinnedContext);
  if (pinned === null) throw new Error('Render this inside PinnedEventProvider.');
  return pinned;
}
