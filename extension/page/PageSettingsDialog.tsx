import { Dialog } from '../ui/overlay/Dialog.tsx';
import { TextField } from '../ui/control/TextField.tsx';
import { usePage } from './watch/PageProvider.tsx';

/**
 * The settings of the inspected page: whether to follow it, and after what time to warn. Says what
 * is read.
 */
export function PageSettingsDialog({ onClose }: { onClose: () => void }) {
  const page = usePage();
  if (page === null) return null;
  const { settings, setSettings } = page;
  return (
    <Dialog title="The inspected page" onClose={onClose}>
      <div className="flex flex-col gap-3">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={settings.follow}
            onChange={({ target }) => setSettings({ ...settings, follow: target.checked })}
          />
          Follow the inspected page
        </label>
        <label className="flex items-center gap-2">
          Warn after
          <TextField
            type="number"
            min={1}
            max={600}
            className="w-16!"
            defaultValue={settings.silentAfterSeconds}
            onChange={({ target: { valueAsNumber } }) => {
              if (valueAsNumber >= 1 && valueAsNumber <= 600)
                setSettings({ ...settings, silentAfterSeconds: valueAsNumber });
            }}
          />
          seconds without a webhook
        </label>
        <p className="text-muted">
          While the page is followed, the panel reads the answers to its calls to Clerk for the
          signed-in user: id, version, name, email, username, picture and external id. If there was
          no answer yet, it reads the same from <code>window.Clerk</code>. It also sees which Convex
          deployment the page connects to. All of it stays in this panel and is forgotten when it
          closes; only the user’s id is sent to the connected deployment, to ask for the row.
        </p>
      </div>
    </Dialog>
  );
}
