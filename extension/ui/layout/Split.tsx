import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useFocusKept } from './useFocusKept.ts';

/**
 * The least size of each pane: side by side in pixels, so that four columns of the timeline and the
 * inspector's tabs fit; one below the other a share, since a low panel has no room for more.
 */
const MIN_SIZE = { beside: 360, below: '30%' };

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
  const minSize = MIN_SIZE[arrangement];
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
      <Panel id={ids[0]} minSize={minSize} style={{ overflow: 'hidden' }}>
        {timeline}
      </Panel>
      {inspector && (
        <>
          <Separator
            elementRef={border}
            aria-label="Border of the inspector"
            className={`relative z-10 bg-hairline outline-offset-0 outline-accent not-data-[separator=inactive]:bg-accent data-[separator=hover]:outline-1 data-[separator=active]:outline-2 focus-visible:outline-2 ${isBeside ? 'w-px' : 'h-px'}`}
          />
          <Panel id={ids[1]} minSize={minSize} style={{ overflow: 'hidden' }}>
            {inspector}
          </Panel>
        </>
      )}
    </Group>
  );
}
