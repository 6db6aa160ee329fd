import { useState } from 'react';
import { Button } from '../ui/control/Button.tsx';
import { PageSettingsDialog } from './PageSettingsDialog.tsx';
import { usePage } from './watch/PageProvider.tsx';

/** Opens the settings of the inspected page. Renders nothing in a tab. */
export function PageButton() {
  const page = usePage();
  const [isOpen, setOpen] = useState(false);
  if (page === null) return null;
  return (
    <>
      <Button
        look="quiet"
        hint={
          page.settings.follow
            ? 'The inspected page is followed'
            : 'The inspected page is not followed'
        }
        onClick={() => setOpen(true)}
      >
        {page.settings.follow ? 'Page' : 'Page: off'}
      </Button>
      {isOpen && <PageSettingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
