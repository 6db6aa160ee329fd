import type { EventLog } from '../data/feed/events.ts';
import { usePanel } from '../panel/panel.tsx';
import { Button } from '../ui/control/Button.tsx';
import { Dialog } from '../ui/overlay/Dialog.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { When } from '../ui/time/When.tsx';
import { usePageSnapshot } from './watch/PageProvider.tsx';
import type { Pairing } from './pairing/pairing.ts';
import { useSilentChanges } from './silence/useSilentChanges.ts';

/** The page's changes at Clerk, newest first, each with its webhook. */
export function ChangesDialog({ log, onClose }: { log: EventLog; onClose: () => void }) {
  const { pairings } = usePageSnapshot();
  const silent = new Set(useSilentChanges(log).map(({ key }) => key));
  return (
    <Dialog title="Changes of the page" onClose={onClose}>
      <table className="w-full border-collapse text-left">
        <thead className="text-muted">
          <tr className="border-b border-hairline">
            {['Time', 'Call to Clerk', 'Webhook'].map((name) => (
              <th key={name} scope="col" className="py-1 pr-2 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="align-top">
          {pairings.toReversed().map((pairing) => (
            <tr key={pairing.change.key} className="border-b border-hairline">
              <td className="py-1 pr-2">
                <When at={pairing.change.call.startedAt} />
              </td>
              <td className="py-1 pr-2 font-mono text-[11px] wrap-anywhere">
                {pairing.change.call.name}
              </td>
              <td className="py-1">
                <Webhook
                  pairing={pairing}
                  isSilent={silent.has(pairing.change.key)}
                  onOpen={onClose}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

function Webhook({
  pairing,
  isSilent,
  onOpen,
}: {
  pairing: Pairing;
  isSilent: boolean;
  onOpen: () => void;
}) {
  const { select } = usePanel();
  if (pairing.state === 'waiting') {
    return isSilent ? (
      <span className="text-warning">⚠ none came</span>
    ) : (
      <span className="text-muted">◌ waiting</span>
    );
  }
  const { row } = pairing;
  return (
    <Button
      look="link"
      onClick={() => {
        onOpen();
        select(row._id);
      }}
    >
      {words[pairing.state]}
      <VisibleText text={row.event_type} /> {row.outcome}
    </Button>
  );
}

const words = { paired: '', overtaken: 'overtaken by ', probable: 'probably ' } as const;
