import { Dialog } from './Dialog.tsx';

const shortcuts: [keys: string, what: string][] = [
  ['↑ ↓', 'Select the event above or below'],
  ['Home End', 'Select the newest or oldest event'],
  ['Page ↑ ↓', 'Move by a page'],
  ['Enter', 'Go to the inspector'],
  ['Space', 'Pick the event, or unpick it'],
  ['Shift ↑ ↓', 'Pick further events; so do Page, Home and End with Shift'],
  ['Ctrl a', 'Pick every event that is listed'],
  ['/', 'Filter events'],
  ['← →', 'On the histogram: move an end of the time that is shown'],
  ['p', 'Pause, resume'],
  ['n', 'Go to the newest event'],
  ['f  Shift f', 'Next or previous failure'],
  ['g', 'Go to the first attempt, or to the original of a re-dispatch'],
  ['r', 'Re-dispatch the selected event'],
  ['1  2', 'Timeline, users'],
  ['Enter', 'On a user: open it'],
  ['← →', 'In a tree: close or open the field, go to the one around or in it'],
  ['Enter', 'In a tree: open or close the field'],
  ['Escape', 'Close what is open'],
  ['?', 'This sheet'],
];

/** The keys of the panel; lists and sliders take the usual ones. */
export function ShortcutsSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {shortcuts.map(([keys, what]) => (
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
