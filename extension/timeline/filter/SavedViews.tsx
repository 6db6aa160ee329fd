import { Bookmark } from 'lucide-react';
import { useState } from 'react';
import { TextField } from '../../ui/control/TextField.tsx';
import { Button } from '../../ui/control/Button.tsx';
import { Dialog } from '../../ui/overlay/Dialog.tsx';
import { IconButton } from '../../ui/control/IconButton.tsx';
import { Menu } from '../../ui/overlay/Menu.tsx';
import { MenuItem, MenuSeparator } from '../../ui/overlay/MenuItem.tsx';
import { savedViewsItem } from '../../panel/settings.ts';
import { useStored } from '../../panel/useStored.ts';

/** Filters saved under a name. */
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
      <Menu trigger={<IconButton icon={Bookmark} name="Views" hint="Saved views" />}>
        <MenuItem onSelect={() => onChange('')}>All events</MenuItem>
        <MenuItem onSelect={() => onChange('outcome:failed outcome:rejected')}>
          Failed and rejected
        </MenuItem>
        <MenuItem onSelect={() => onChange('is:open')}>Open failures</MenuItem>
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
        <MenuItem
          whyNot={filter.trim() === '' ? 'no filter is set' : null}
          onSelect={() => setNaming(true)}
        >
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
              const name = nameField(event.currentTarget).value.trim();
              if (name === '') return;
              const others = views.filter((view) => view.name !== name);
              store([...others, { name, filter: filter.trim() }]);
              setNaming(false);
            }}
          >
            <code className="font-mono break-all text-muted">{filter}</code>
            <label className="flex flex-col gap-1">
              Name
              <TextField name="name" autoFocus maxLength={60} />
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

function nameField(form: HTMLFormElement): HTMLInputElement {
  return form.elements.namedItem('name') as HTMLInputElement;
}
