import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { usePanel } from '../app/panel.tsx';
import { useSocketStatus } from '../data/DeploymentConnection.tsx';
import { useRedispatch } from './redispatch.ts';
import { whyNotRedispatch } from './whyNot.ts';

/** What the key `r` does in the timeline: re-dispatches the row as one click on its button does. */
export function useRedispatchKey(): (row: AuditRow) => void {
  const { role } = usePanel();
  const socket = useSocketStatus();
  const { send } = useRedispatch();
  return (row) => {
    if (whyNotRedispatch(role, socket, row) === null) send({ row });
  };
}
