import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface Slots {
  elements: Record<string, HTMLElement | null>;
  set: (name: string, element: HTMLElement | null) => void;
}

const SlotsContext = createContext<Slots | null>(null);

/** Wraps a shell with named places, and the views that fill them. */
export function SlotProvider({ children }: { children: ReactNode }) {
  const [elements, setElements] = useState<Slots['elements']>({});
  const set = useCallback<Slots['set']>((name, element) => {
    setElements((before) => (before[name] === element ? before : { ...before, [name]: element }));
  }, []);
  return (
    <SlotsContext value={useMemo(() => ({ elements, set }), [elements, set])}>
      {children}
    </SlotsContext>
  );
}

/** A named place in the shell. Its contents are laid out among its neighbours. */
export function Slot({ name }: { name: string }) {
  const { set } = useSlots();
  const ref = useCallback((element: HTMLElement | null) => set(name, element), [set, name]);
  return <div ref={ref} className="contents" />;
}

/** Renders its children in the slot of that name. */
export function Fill({ slot, children }: { slot: string; children: ReactNode }) {
  const element = useSlots().elements[slot];
  return element ? createPortal(children, element) : null;
}

function useSlots(): Slots {
  const slots = useContext(SlotsContext);
  if (slots === null) throw new Error('No slots: render this inside SlotProvider.');
  return slots;
}
