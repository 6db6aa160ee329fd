import { Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { Button } from '../../ui/control/Button.tsx';
import { IconButton } from '../../ui/control/IconButton.tsx';
import { overlayContainer } from '../../ui/layout/overlayContainer.ts';
import { columnNames, columnSizes } from './columns.tsx';
import type { TimelineColumns } from './useColumnSettings.ts';

/** In pixels. */
const STEP = 16;
const NARROWEST = 32;

/** Shows, hides, moves and sizes columns, by keyboard as well as by mouse. */
export function ColumnsMenu({ columns }: { columns: TimelineColumns }) {
  const { order, visible, sizes } = columns;
  // Determined on opening, as in Menu.
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const resize = (id: string, by: number) => {
    const size = (sizes[id] ?? columnSizes[id]!) + by;
    columns.setSizes({ ...sizes, [id]: Math.max(size, NARROWEST) });
  };
  return (
    <Popover.Root onOpenChange={(open) => open && setContainer(overlayContainer())}>
      <Popover.Trigger asChild>
        <IconButton icon={Columns3} name="Columns" />
      </Popover.Trigger>
      <Popover.Portal container={container}>
        <Popover.Content
          align="end"
          // DevTools would open its Console drawer with the same key.
          onEscapeKeyDown={(event) => event.stopPropagation()}
          collisionPadding={4}
          aria-label="Columns"
          className="z-30 max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-sm border border-hairline bg-bg shadow-over p-2"
        >
          {order.map((id, index) => (
            <div key={id} className="flex h-6 items-center gap-1">
              <label className="flex flex-1 items-center gap-2 pr-4">
                <input
                  type="checkbox"
                  className="accent-accent"
                  checked={visible[id]}
                  onChange={(event) => columns.setVisible(id, event.target.checked)}
                />
                {columnNames[id]}
              </label>
              <Button
                look="quiet"
                aria-label={`Move ${columnNames[id]} left`}
                disabled={index === 0}
                onClick={() => columns.move(id, order[index - 1]!)}
              >
                ←
              </Button>
              <Button
                look="quiet"
                aria-label={`Move ${columnNames[id]} right`}
                disabled={index === order.length - 1}
                onClick={() => columns.move(id, order[index + 1]!)}
              >
                →
              </Button>
              <Button
                look="quiet"
                aria-label={`Make ${columnNames[id]} narrower`}
                onClick={() => resize(id, -STEP)}
              >
                −
              </Button>
              <Button
                look="quiet"
                aria-label={`Make ${columnNames[id]} wider`}
                onClick={() => resize(id, STEP)}
              >
                +
              </Button>
            </div>
          ))}
          <Button className="mt-2 w-full justify-center" onClick={columns.reset}>
            Reset columns
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
