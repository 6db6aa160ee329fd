import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { BatchStart } from '../../panel/panel.tsx';
import type { Moment } from '../../timeline/rows/matchingRows.ts';

type ViewDialog = { kind: 'batch'; start: BatchStart } | { kind: 'doctor' } | { kind: 'shortcuts' };

/** State that the header and the views of one deployment share. */
interface PanelState {
  /** Where the timeline was paused; null while it is live. */
  paused: Moment | null;
  setPaused: (paused: Moment | null) => void;
  /** Webhooks come and none is accepted. */
  alarmed: boolean;
  setAlarmed: (alarmed: boolean) => void;
  /** The dialog over either view. */
  dialog: ViewDialog | null;
  setDialog: (dialog: ViewDialog | null) => void;
}

const PanelStateContext = createContext<PanelState | null>(null);

/** Around the header and the views of one deployment. */
export function PanelStateProvider({ children }: { children: ReactNode }) {
  const [paused, setPaused] = useState<Moment | null>(null);
  const [alarmed, setAlarmed] = useState(false);
  const [dialog, setDialog] = useState<ViewDialog | null>(null);
  const state = useMemo(
    () => ({ paused, setPaused, alarmed, setAlarmed, dialog, setDialog }),
    [paused, alarmed, dialog],
  );
  return <PanelStateContext value={state}>{children}</PanelStateContext>;
}

export function usePanelState(): PanelState {
  const state = useContext(PanelStateContext);
  if (state === null) throw new Error('No panel: render this inside PanelStateProvider.');
  return state;
}
