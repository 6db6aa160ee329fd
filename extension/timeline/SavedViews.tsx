import { useState } from 'react';
import { Button } from '../app/Button.tsx';
import { Dialog } from '../app/Dialog.tsx';
import { Menu, MenuItem, MenuSeparator } from '../app/Menu.tsx';
import { savedViewsItem } from '../app/settings.ts';
import { useStored } from '../app/useStored.ts';

/** Filters kept under a name. */
export function SavedViews({
  filter,
  onChange,
}: {
  filter: string;
  onChange: (filter: string) => void;
}) {
  const [views = [], store] = useStored(savedViewsItem, { follow: true });
  const [naming, setNaming] = useState(false);
  const current = views.find((view) => view.filter === filter.trim());

  return (
    <>
      <Menu
        trigger={
          <Button look="quiet" hint="Saved views">
            Views <span aria-hidden>▾</span>
          </Button>
        }
      >
        <MenuItem onSelect={() => onChange('')}>All events</MenuItem>
        <MenuItem onSelect={() => onChange('outcome:failed outcome:rejected')}>
          Failed and rejected
        </MenuItem>
        {views.length > 0 && <MenuSeparator />}
        {views.map((view) => (
          <MenuItem
            key={view.name}
            hint={view === current ? '✓' : undefined}
            onSelect={() => onChange(view.filter)}
          >
            {view.name}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem disabled={filter.trim() === ''} onSelect={() => setNaming(true)}>
          Save this filter…
        </MenuItem>
        {views.length > 0 && <MenuSeparator />}
        {views.map((view) => (
          <MenuItem key={view.name} onSelect={() => store(views.filter((other) => other !== view))}>
            Delete “{view.name}”
          </MenuItem>
        ))}
      </Menu>
      {naming && (
        <Dialog title="Save this filter" onClose={() => setNaming(false)}>
          <form
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              const name = String(new FormData(event.currentTarget).get('name')).trim();
              if (name === '') return;
              const others = views.filter((view) => view.name !== name);
              store([...others, { name, filter: filter.trim() }]);
              setNaming(false);
            }}
          >
            <code className="font-mono break-all text-muted">{filter}</code>
            <label className="flex flex-col gap-1">
              Name
              <input
                name="name"
                autoFocus
                maxLength={60}
                className="h-6 rounded-sm border border-hairline bg-bg px-2"
              />
            </label>
            <Button type="submit" look="primary" className="self-end">
              Save
            </Button>
          </form>
        </Dialog>
      )}
    </>
  );
}
