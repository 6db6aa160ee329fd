import type { ReactNode } from 'react';
import type { ViewState } from '../panel/settings.ts';
import { Button } from '../ui/control/Button.tsx';
import { Slot } from '../ui/layout/Slot.tsx';

const views = [
  { name: 'Timeline', id: 'timeline' },
  { name: 'Users', id: 'users' },
] as const;

/**
 * The part of the header after the deployment: the choice of view, the view's controls, and help.
 */
export function ViewControls({
  shown,
  hasUsers,
  onShow,
  onShortcuts,
  children,
}: {
  shown: ViewState['view'];
  /** The app has a users table to show. */
  hasUsers: boolean;
  onShow: (view: ViewState['view']) => void;
  onShortcuts: () => void;
  /** Further buttons at the right. */
  children: ReactNode;
}) {
  return (
    <>
      <nav aria-label="Views" className="flex">
        {views
          .filter(({ id }) => id !== 'users' || hasUsers)
          .map(({ name, id }) => (
            <Button
              key={id}
              look="quiet"
              aria-current={id === shown ? 'page' : undefined}
              className="aria-[current=page]:bg-selected"
              onClick={() => onShow(id)}
            >
              {name}
            </Button>
          ))}
      </nav>
      <Slot name="toolbar" />
      <div className="ml-auto flex">
        {children}
        <Button
          look="quiet"
          aria-label="Keyboard shortcuts"
          hint="Keyboard shortcuts (?)"
          onClick={onShortcuts}
        >
          ?
        </Button>
      </div>
    </>
  );
}
