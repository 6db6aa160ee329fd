import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { initialInspector, inspectorItem, type InspectorSettings } from '../../panel/settings.ts';
import { useStored } from '../../panel/useStored.ts';

/** The inspector's settings and the text to find, shared by all deliveries. */
export interface Inspected {
  /** The text that a payload search has found in this delivery; empty for none. */
  sought: string;
  /** The text to find in the payload, which stays when another delivery is opened. */
  find: string;
  setFind: (text: string) => void;
  settings: InspectorSettings;
  setSettings: (change: Partial<InspectorSettings>) => void;
}

const InspectedContext = createContext<Inspected | null>(null);

/** Wraps the inspector of one delivery. */
export function InspectedProvider({ sought, children }: { sought: string; children: ReactNode }) {
  const [stored, store] = useStored(inspectorItem);
  const [find, setFind] = useState(sought);
  const [lastSought, setLastSought] = useState(sought);
  if (lastSought !== sought) {
    setLastSought(sought);
    if (sought !== '') setFind(sought);
  }
  const inspected = useMemo<Inspected>(
    () => ({
      sought,
      find,
      setFind,
      settings: stored ?? initialInspector,
      setSettings: (change) => store((before) => ({ ...(before ?? initialInspector), ...change })),
    }),
    [sought, find, stored, store],
  );
  return <InspectedContext value={inspected}>{children}</InspectedContext>;
}

export function useInspected(): Inspected {
  const inspected = useContext(InspectedContext);
  if (inspected === null) throw new Error('No delivery: render this inside InspectedProvider.');
  return inspected;
}
