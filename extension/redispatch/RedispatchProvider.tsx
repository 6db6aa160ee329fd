import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { usePanel } from '../app/panel.tsx';
import { useOperatorMutation } from '../data/operator.tsx';
import { refusalMessage } from '../data/refusal.ts';
import { useConsent } from './Consent.tsx';
import { PreviewDialog } from './PreviewDialog.tsx';
import { RedispatchContext, type RedispatchRequest, type Sending } from './redispatch.ts';
import { SendingNotice } from './SendingNotice.tsx';

const EditDialog = lazy(() => import('./EditDialog.tsx'));

/**
 * Holds the one re-dispatch that is under way, its dialogs, and the notice of how it went, so that
 * they outlive the row or view from which it was started. Mounted anew for each deployment.
 */
export function RedispatchProvider({ children }: { children: ReactNode }) {
  const panel = usePanel();
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
        setSending({ kind: 'done', request, outcome, reason });
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

  const redispatch = useMemo(
    () => ({
      sending,
      send: (request: RedispatchRequest) => confirmOnce(() => void sendNow(request)),
      openPreview: (row: AuditRow) => setDialog({ kind: 'preview', row }),
      openEditor: (row: AuditRow) => setDialog({ kind: 'edit', row }),
      confirmOnce,
      dismiss: () => setSending({ kind: 'idle' }),
    }),
    [sending, confirmOnce, sendNow],
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
