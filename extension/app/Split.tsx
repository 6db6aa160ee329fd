import { Allotment, type AllotmentHandle } from 'allotment';
import { useLayoutEffect, useRef, type ReactNode } from 'react';

/**
 * The timeline and, when there is one, the inspector, with a border between them to drag. Give it a
 * `key` that changes with `vertical`.
 */
export function Split({
  vertical,
  sizes,
  onSizes,
  timeline,
  inspector,
}: {
  /** Whether the inspector stands below. */
  vertical: boolean;
  /** Of both, in any unit. */
  sizes: number[];
  onSizes: (sizes: number[]) => void;
  timeline: ReactNode;
  inspector: ReactNode | null;
}) {
  const panes = useRef<AllotmentHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const isOpen = inspector !== null;
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    if (isOpen && !wasOpen.current) {
      // A pane comes back with the pixels that it had, which may be more than there are by now.
      const { clientWidth, clientHeight } = frame.current!;
      const whole = vertical ? clientHeight : clientWidth;
      const sum = sizes.reduce((a, b) => a + b, 0);
      panes.current!.resize(sizes.map((size) => (size / sum) * whole));
    }
    wasOpen.current = isOpen;
  });

  return (
    <div ref={frame} className="h-full">
      <Allotment ref={panes} vertical={vertical} defaultSizes={sizes} onDragEnd={onSizes}>
        <Allotment.Pane minSize={120}>{timeline}</Allotment.Pane>
        <Allotment.Pane minSize={120} visible={isOpen}>
          {inspector}
        </Allotment.Pane>
      </Allotment>
    </div>
  );
}
