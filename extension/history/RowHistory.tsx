import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import { useImportedRowHistory } from '../data/imported.ts';
import { refusalMessage } from '../data/connection/refusal.ts';
import { useRowHistory } from '../data/rowHistory.ts';
import { Loading } from '../panel/Loading.tsx';
import { LoadError } from '../ui/notice/Notice.tsx';
import { Retriable } from '../ui/notice/Retriable.tsx';
import { HistoryView } from './HistoryView.tsx';

interface Props {
  document: string;
  /** The delivery whose write is shown first; by default the newest. */
  at?: AuditId;
}

/** The history of a document: its state after each delivery that wrote it. */
export function RowHistory(props: Props) {
  return <Retriable>{(retry) => <LiveHistory {...props} onRetry={retry} />}</Retriable>;
}

function LiveHistory({ document, onRetry, ...shown }: Props & { onRetry: () => void }) {
  const { history, error, loadEarlier } = useRowHistory(document);
  if (error !== null) return <LoadError error={refusalMessage(error)} onRetry={onRetry} />;
  if (history === null) return <Loading className="p-2" text="Loading the row’s history…" />;
  return (
    <HistoryView
      {...shown}
      writes={history.writes}
      onLoadEarlier={history.done ? undefined : loadEarlier}
    />
  );
}

/** The history of a document in an imported file. */
export function FileRowHistory({ document, at }: Props) {
  const history = useImportedRowHistory(document);
  if (history.status === 'error') {
    return <LoadError error={history.error.message} onRetry={history.retry} />;
  }
  if (history.status === 'pending') {
    return <Loading className="p-2" text="Reading the row’s history…" />;
  }
  return <HistoryView writes={history.data} at={at} mayLackWrites />;
}
