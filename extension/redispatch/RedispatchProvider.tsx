import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { usePanel } from '../app/panel.tsx';
import { useSocketStatus } from '../data/DeploymentConnection.tsx';
import { useOperatorMutation } from '../data/operator.tsx';
import { refusalMessage } from '../data/refusal.ts';
import { useConsent } from './Consent.tsx';
import { PreviewDialog } from './PreviewDialog.tsx';
import { RedispatchContext, type RedispatchRequest, type Sending } from './redispatch.ts';
import { SendingNotice } from './SendingNotice.tsx';
import { whyNotRedispatch } from './whyNot.ts';

const EditDialog = lazy(() => import('./EditDialog.tsx'));

/**
 * Holds the one re-dispatch that is under way, its dialogs, and the notice of how it went, so that
 * they outlive the row or view from which it was started. Mounted anew for each deployment.
 */
export function RedispatchProvider({
  opened,
  children,
}: {
  /** Id of what is looked at: the notice of a finished re-dispatch goes when its row is left. */
  opened: string | null;
  children: ReactNode;
}) {
  const panel = usePanel();
  const socket = useSocketStatus();
  const run = useOperatorMutation(api.redispatch.run);
  const [sending, setSending] = useState<Sending>({ kind: 'idle' });
  const [dialog, setDialog] = useState<{ kind: 'preview' | 'edit'; row: AuditRow } | null>(null);
  const { confirmOnce, dialog: question } = useConsent(panel.deployment);
  // A second click can come before React has drawn the first one's state.
  const busy = useRef(false);

  const sendNow = useCallback(
    async (request: RedispatchRequest) => {
      if (busy.current) return;
      busy.current = true;
      setSending({ kind: 'sending', request });
      try {
        const { row, ...how } = request;
        const { id, outcome, reason } = await run({ id: row._id, ...how });
        setSending({ kind: 'done', request, id, outcome, reason });
        setDialog(null);
        panel.select(id);
      } catch (error) {
        setSending({ kind: 'failed', request, message: refusalMessage(error) });
      } finally {
        busy.current = false;
      }
    },
    [run, panel],
  );

  const doneId = sending.kind === 'done' ? sending.id : null;
  useEffect(() => {
    if (doneId !== null && opened !== doneId) setSending({ kind: 'idle' });
  }, [doneId, opened]);

  const send = useCallback(
    (request: RedispatchRequest) => {
      const message = busy.current ? null : whyNotRedispatch(panel.role, socket, request.row);
      if (message !== null) setSending({ kind: 'failed', request, message });
      else confirmOnce(() => void sendNow(request));
    },
    [panel.role, socket, confirmOnce, sendNow],
  );

  const redispatch = useMemo(
    () => ({
      sending,
      send,
      openPreview: (row: AuditRow) => setDialog({ kind: 'preview', row }),
      openEditor: (row: AuditRow) => setDialog({ kind: 'edit', row }),
      confirmOnce,
      dismiss: () => setSending({ kind: 'idle' }),
    }),
    [sending, send, confirmOnce],
  );

  const close = () => setDialog(null);
  return (
    <RedispatchContext value={redispatch}>
      <div className="flex h-full flex-col">
        <div className="min-h-0 flex-1">{children}</div>
        <SendingNotice />
      </div>
      {dialog?.kind === 'preview' && <PreviewDialog row={dialog.row} onClose={close} />}
      {dialog?.kind === 'edit' && (
        <Suspense>
          <EditDialog row={dialog.row} onClose={close} />
        </Suspense>
      )}
      {question}
    </RedispatchContext>
  );
}
