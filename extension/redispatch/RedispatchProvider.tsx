import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { usePanel } from '../panel/panel.tsx';
import { useConsent } from './Consent.tsx';
import { EditDialog } from './edit/EditDialog.tsx';
import { PreviewDialog } from './send/PreviewDialog.tsx';
import { RedispatchContext, type Press, type Redispatch } from './send/useRedispatch.ts';
import { SendingNotice } from './SendingNotice.tsx';
import { useSending } from './useSending.ts';

/**
 * Holds the current re-dispatch, its dialogs and the notice of its result, so that they outlive the
 * row or view in which it was started. Mounted once per deployment.
 */
export function RedispatchProvider({
  opened,
  children,
}: {
  /** The id of the open event; null for none. */
  opened: string | null;
  children: ReactNode;
}) {
  const panel = usePanel();
  const [dialog, setDialog] = useState<{ kind: 'preview' | 'edit'; row: AuditRow } | null>(null);
  const close = useCallback(() => setDialog(null), []);
  const { confirmOnce, dialog: question } = useConsent(panel.deployment);
  const { sending, whyNot, sendNow, dismiss } = useSending(opened, close);

  const redispatch = useMemo<Redispatch>(() => {
    const retry = (press: Press) => {
      // If it cannot be sent, show the reason at once instead of asking.
      if (whyNot(press.row) !== null) void sendNow(press);
      else confirmOnce(() => void sendNow(press));
    };
    return {
      sending,
      send: (request) => retry({ ...request, key: crypto.randomUUID() }),
      retry,
      openPreview: (row) => setDialog({ kind: 'preview', row }),
      openEditor: (row) => setDialog({ kind: 'edit', row }),
      confirmOnce,
      dismiss,
    };
  }, [sending, whyNot, sendNow, confirmOnce, dismiss]);

  return (
    <RedispatchContext value={redispatch}>
      <div className="flex h-full flex-col">
        <div className="min-h-0 flex-1">{children}</div>
        <SendingNotice />
      </div>
      {dialog?.kind === 'preview' && <PreviewDialog row={dialog.row} onClose={close} />}
      {dialog?.kind === 'edit' && <EditDialog row={dialog.row} onClose={close} />}
      {question}
    </RedispatchContext>
  );
}
