import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { isImported } from '../../data/imported.ts';

/** The event that others are compared with. */
interface Pinned {
  pinned: AuditRow | null;
  pin: (row: AuditRow | null) => void;
  /** Unpins an event of a file. Another file has the same ids. */
  unpinImported: () => void;
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
  const unpinImported = useCallback(
    () => pin((row) => (row !== null && isImported(row._id) ? null : row)),
    [],
  );
  const context = useMemo<Pinned>(
    () => ({ pinned, pin, unpinImported, compare, opening, asked, onOpened }),
    [pinned, unpinImported, compare, opening, asked, onOpened],
  );
  return <PinnedContext value={context}>{children}</PinnedContext>;
}

export function usePinnedEvent(): Pinned {
  const pinned = useContext(PinnedContext);
  if (pinned === null) throw new Error('Render this inside PinnedEventProvider.');
  return pinned;
}
