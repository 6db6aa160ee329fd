import { usePage } from '../page/watch/PageProvider.tsx';
import { Dialog } from '../ui/overlay/Dialog.tsx';

/** Left out in a tab, which inspects no page. */
const ONLY_USER = 'u';

const shortcuts: [keys: string, what: string][] = [
  ['↑ ↓', 'Select the event above or below'],
  ['Home End', 'Select the newest or oldest event'],
  ['Page ↑ ↓', 'Move by a page'],
  ['Enter', 'Go to the inspector'],
  ['Space', 'Select the event for a batch, or deselect it'],
  ['Shift ↑ ↓', 'Select more events; also with Page\u00a0↑\u00a0↓, Home and End'],
  ['Ctrl a', 'Select all listed events'],
  ['/', 'Filter events'],
  ['→ ←', 'Unfold the attempts and re-dispatches of the event, or fold them'],
  ['← →', 'On the histogram: move an end of the time that is shown'],
  ['p', 'Pause, resume'],
  ['n', 'Go to the newest event'],
  ['f  Shift f', 'Next or previous failure or rejection'],
  ['g', 'Go to the first attempt, or to the original of a re-dispatch'],
  ['r', 'Re-dispatch the selected event'],
  [ONLY_USER, 'Show only the events of the inspected page’s user'],
  ['1  2', 'Timeline, users'],
  ['d', 'Doctor: do webhooks arrive?'],
  ['Enter', 'On a user: open it'],
  ['← →', 'In a tree: close or open a field, go to its parent or first child'],
  ['Enter', 'In a tree: open or close the field'],
  ['Escape', 'Close'],
  ['?', 'Show shortcuts'],
];

/** The keyboard shortcuts of the panel. Lists and sliders also use the standard keys. */
export function ShortcutsSheet({ onClose }: { onClose: () => void }) {
  const hasPage = usePage() !== null;
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {shortcuts
          .filter(([keys]) => keys !== ONLY_USER || hasPage)
          .map(([keys, what]) => (
            <div key={what} className="contents">
              <dt>
                <kbd className="rounded-sm border border-hairline bg-surface px-1 font-mono">
                  {keys}
                </kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
      </dl>
    </Dialog>
  );
}
