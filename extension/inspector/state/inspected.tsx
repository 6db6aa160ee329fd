import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { initialInspector, inspectorItem, type InspectorSettings } from '../../panel/settings.ts';
import { useStored } from '../../panel/useStored.ts';

/** The inspector's settings, shared by all deliveries, and the text to find. */
export interface Inspected {
  /** The text that a payload search has found in this delivery; empty for none. */
  sought: string;
  settings: InspectorSettings;
  setSettings: (change: Partial<InspectorSettings>) => void;
}

const InspectedContext = createContext<Inspected | null>(null);

/** Wraps the inspector of one delivery. */
export function InspectedProvider({ sought, children }: { sought: string; children: ReactNode }) {
  const [stored, store] = useStored(inspectorItem);
  const inspected = useMemo<Inspected>(
    () => ({
      sought,
      settings: stored ?? initialInspector,
      setSettings: (change) => store((before) => ({ ...(before ?? initialInspector), ...change })),
    }),
    [sought, stored, store],
  );
  return <InspectedContext value={inspected}>{children}</InspectedContext>;
}

export function useInspected(): Inspected {
  const inspected = useContext(InspectedContext);
  if (inspected === null) throw new Error('No delivery: render this inside InspectedProvider.');
  return inspected;
}
