import { Allotment, type AllotmentHandle } from 'allotment';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

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
  /** The inspector is below the timeline, not beside it. */
  vertical: boolean;
  /** The sizes of both, in any unit. */
  sizes: number[];
  onSizes: (sizes: number[]) => void;
  timeline: ReactNode;
  inspector: ReactNode | null;
}) {
  const panes = useRef<AllotmentHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const isOpen = inspector !== null;
  /** Allotment needs some frames for its first layout; the contents would be seen to move. */
  const [isLaidOut, setLaidOut] = useState(false);
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    if (isOpen && !wasOpen.current) {
      // A reopened pane has its old size in pixels, which may be more than the frame has now.
      const { clientWidth, clientHeight } = frame.current!;
      const whole = vertical ? clientHeight : clientWidth;
      const sum = sizes.reduce((a, b) => a + b, 0);
      panes.current!.resize(sizes.map((size) => (size / sum) * whole));
    }
    wasOpen.current = isOpen;
  });

  return (
    <div ref={frame} className="h-full">
      <Allotment
        ref={panes}
        vertical={vertical}
        defaultSizes={sizes}
        onChange={([, size]) => setLaidOut((before) => before || size! > 0 === isOpen)}
        onDragEnd={onSizes}
      >
        <Allotment.Pane minSize={120}>{isLaidOut && timeline}</Allotment.Pane>
        <Allotment.Pane minSize={120} visible={isOpen}>
          {isLaidOut && inspector}
        </Allotment.Pane>
      </Allotment>
    </div>
  );
}
