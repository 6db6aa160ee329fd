import { useState } from 'react';
import type { EventFeed } from '../../data/feed/useEventFeed.ts';
import { usePanel } from '../../panel/panel.tsx';
import { Button } from '../../ui/control/Button.tsx';
import { CodeText } from '../../ui/text/CodeText.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { alarmAdvice, alarmSentence } from './alarmWords.ts';
import { useAlarm } from './useAlarm.ts';

/** Says above either view that webhooks come but none is accepted, and what to do. */
export function AlarmBar({ feed }: { feed: EventFeed }) {
  const alarm = useAlarm(feed);
  const { setFilter, openDoctor } = usePanel();
  /** The bar stays closed until another webhook was accepted. */
  const [closedFor, setClosedFor] = useState<number | null | undefined>(undefined);
  if (alarm === null || alarm.since === closedFor) return null;
  return (
    <section
      aria-label="Alarm"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline bg-surface px-2 py-1"
    >
      <p role="status" className="min-w-0 flex-1 basis-72 wrap-anywhere">
        <span className="font-semibold text-failed">
          <span aria-hidden>▲ </span>
          <VisibleText text={alarmSentence(alarm)} />
        </span>{' '}
        <CodeText text={alarmAdvice(alarm)} />
      </p>
      <Button onClick={() => setFilter('outcome:failed outcome:rejected')}>Show them</Button>
      <Button onClick={openDoctor}>Doctor</Button>
      <Button look="quiet" aria-label="Dismiss" onClick={() => setClosedFor(alarm.since)}>
        ✕
      </Button>
    </section>
  );
}
