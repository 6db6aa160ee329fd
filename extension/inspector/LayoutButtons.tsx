import { Button } from '../app/Button.tsx';
import type { InspectorSettings } from '../app/settings.ts';

type Layout = InspectorSettings['layout'];

/** Whether before and after stand beside each other or below each other. */
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
