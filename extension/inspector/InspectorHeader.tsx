import type { OpenedDelivery } from '../data/openedDelivery.ts';
import { usePanel } from '../panel/panel.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { RedispatchButton } from '../redispatch/RedispatchButton.tsx';
import { TransferMenu } from '../transfer/TransferMenu.tsx';
import { Notice } from '../ui/notice/Notice.tsx';
import { describeDelivery } from './sentence.ts';

/** The delivery in sentences, and the buttons to act on it. */
export function InspectorHeader({ delivery }: { delivery: OpenedDelivery }) {
  const { role } = usePanel();
  const { rows, state } = delivery.event;
  const [first, ...others] = describeDelivery({ ...delivery, attempts: rows, state });
  return (
    <>
      <header className="flex shrink-0 flex-wrap items-start gap-2 border-b border-hairline p-2">
        <h2 className="min-w-48 flex-1 break-words">
          <span className="font-semibold">
            <WholeWords text={first!} />
          </span>{' '}
          <span className="text-muted">
            <WholeWords text={others.join(' ')} />
          </span>
        </h2>
        <div className="flex items-start gap-1">
          <RedispatchButton row={delivery.row} isKept={delivery.body !== ''} />
          <TransferMenu rows={[delivery.row]} />
        </div>
      </header>
      {role === 'viewer' && (
        <Notice>
          Personal data is masked, as this access key belongs to a viewer: masked values look the
          same even where they differ. A redispatcher’s key shows them.
        </Notice>
      )}
    </>
  );
}

/** Text that does not break within a hyphenated word such as "Re-dispatched". */
function WholeWords({ text }: { text: string }) {
  return text.split(/\b(\w{1,3}-\w{1,12})\b/).map((part, at) => (
    <span key={at} className={at % 2 === 1 ? 'whitespace-nowrap' : undefined}>
      <VisibleText text={part} />
    </span>
  ));
}
