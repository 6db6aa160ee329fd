import { useState } from 'react';
import { serverClock } from '../../data/connection/serverClock.ts';
import type { EventFeed } from '../../data/feed/useEventFeed.ts';
import { usePanel } from '../../panel/panel.tsx';
import { Button } from '../../ui/control/Button.tsx';
import type { PageChange } from '../pairing/changes.ts';
import { isOtherDeployment } from '../watch/deployments.ts';
import { usePage, usePageSnapshot } from '../watch/PageProvider.tsx';
import { failedSince, silenceReasons } from './silence.ts';
import { useSilentChanges } from './useSilentChanges.ts';

/** An alarm while a change of the page has no webhook, with what is known of the reason. */
export function SilenceBar({ feed }: { feed: EventFeed }) {
  const { log, rejections } = feed;
  const page = usePage();
  const { deployments } = usePageSnapshot();
  const { deployment, openDoctor } = usePanel();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const silent = useSilentChanges(log).filter(({ key }) => !dismissed.has(key));
  const change = silent.at(-1);
  if (change === undefined || !page?.watch) return null;

  // Rows and rejections have the deployment's times.
  const since = change.call.startedAt + serverClock.skew;
  const reasons = silenceReasons({
    otherDeployments: isOtherDeployment(deployments, deployment.url) ? deployments : [],
    panelUrl: deployment.url,
    rejected: rejections.rows
      .filter(({ last_at }) => last_at >= since)
      .reduce((sum, { count }) => sum + count, 0),
    failed: failedSince(page.watch.rowsOf(change.userId), since),
    everSeen: log.size > 0 || rejections.rows.length > 0,
  });
  return (
    <div
      role="alert"
      aria-label="No webhook"
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-hairline bg-warning-bg px-2 py-1 text-warning"
    >
      <div className="min-w-0 flex-1 basis-80 wrap-anywhere">
        <p className="font-semibold">{silenceText(silent, page.settings.silentAfterSeconds)}</p>
        <p>{reasons.join(' ')}</p>
      </div>
      <Button onClick={openDoctor}>Doctor</Button>
      <Button
        look="quiet"
        aria-label="Dismiss"
        onClick={() => setDismissed(new Set([...dismissed, ...silent.map(({ key }) => key)]))}
      >
        ✕
      </Button>
    </div>
  );
}

function silenceText(silent: PageChange[], seconds: number): string {
  const { name } = silent.at(-1)!.call;
  const more = silent.length > 1 ? `, and none for ${silent.length - 1} more` : '';
  return `No webhook within ${seconds} s for the page’s ${name}${more}.`;
}
