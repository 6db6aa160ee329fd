import { useEffect } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { EventLog } from '../../data/feed/events.ts';
import type { EventFeed } from '../../data/feed/useEventFeed.ts';
import { usePanelState } from '../state/panelState.tsx';
import { alarmOf, type Alarm } from './alarm.ts';

/** The alarm of the live events, if any. The connection status shows it too. */
export function useAlarm({ log, rejections, loaded }: EventFeed): Alarm | null {
  const { setAlarmed } = usePanelState();
  const alarm = loaded ? alarmOf(newestFirst(log), rejections.rows, log.reachedStart) : null;
  const isAlarmed = alarm !== null;
  useEffect(() => setAlarmed(isAlarmed), [isAlarmed, setAlarmed]);
  return alarm;
}

function* newestFirst({ newer, older }: EventLog): Generator<AuditRow> {
  for (let at = newer.length - 1; at >= 0; at--) yield newer[at]!;
  yield* older;
}
