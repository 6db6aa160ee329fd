import { Button } from '../ui/control/Button.tsx';
import type { InspectorSettings } from '../panel/settings.ts';

type Layout = InspectorSettings['layout'];

/** Chooses between before and after side by side, or inline. */
export function LayoutButtons({
  layout,
  onChange,
}: {
  layout: Layout;
  onChange: (layout: Layout) => void;
}) {
  return (
    <div role="group" aria-label="Layout" className="flex gap-1">
      <Button pressed={layout === 'inline'} onClick={() => onChange('inline')}>
        Inline
      </Button>
      <Button pressed={layout === 'side by side'} onClick={() => onChange('side by side')}>
        Side by side
      </Button>
    </div>
  );
}
