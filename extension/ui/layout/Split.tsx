import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useFocusKept } from './useFocusKept.ts';

/** In pixels, of each pane. */
const MIN_SIZE = 120;

/** The timeline and, when there is one, the inspector, with a border between them to move. */
export function Split({
  arrangement,
  sizes,
  onSizes,
  timeline,
  inspector,
}: {
  /** Where the inspector is. */
  arrangement: 'beside' | 'below';
  /** The first sizes of both, in any unit. */
  sizes: number[];
  onSizes: (sizes: number[]) => void;
  timeline: ReactNode;
  inspector: ReactNode | null;
}) {
  // The group keeps one layout for each set of ids, so both arrangements keep their own.
  const ids = [`timeline-${arrangement}`, `inspector-${arrangement}`] as const;
  const sum = sizes.reduce((a, b) => a + b, 0);
  const shares = ids.map((id, index) => [id, (sizes[index]! / sum) * 100]);
  const isBeside = arrangement === 'beside';
  const border = useFocusKept();

  return (
    <Group
      orientation={isBeside ? 'horizontal' : 'vertical'}
      defaultLayout={Object.fromEntries(shares)}
      onLayoutChanged={(layout, { isUserInteraction }) => {
        if (isUserInteraction) onSizes(ids.map((id) => layout[id]!));
      }}
    >
      <Panel id={ids[0]} minSize={MIN_SIZE} style={{ overflow: 'hidden' }}>
        {timeline}
      </Panel>
      {inspector && (
        <>
          <Separator
            elementRef={border}
            aria-label="Border of the inspector"
            className={`relative z-10 bg-hairline outline-offset-0 outline-accent not-data-[separator=inactive]:bg-accent data-[separator=hover]:outline-1 data-[separator=active]:outline-2 focus-visible:outline-2 ${isBeside ? 'w-px' : 'h-px'}`}
          />
          <Panel id={ids[1]} minSize={MIN_SIZE} style={{ overflow: 'hidden' }}>
            {inspector}
          </Panel>
        </>
      )}
    </Group>
  );
}
