import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Button } from '../app/Button.tsx';
import { Failure } from '../app/Failure.tsx';
import { linkTo } from '../app/link.ts';
import { Menu, MenuItem, MenuSeparator } from '../app/Menu.tsx';
import { usePanel } from '../app/panel.tsx';
import { isImported } from '../data/imported.ts';
import { curlOf, webhookUrlOf } from './curl.ts';
import { recordOf } from './deliveryRecord.ts';
import { ndjsonOf } from './ndjson.ts';
import { saveFile } from './saveFile.ts';
import { useTransfer } from './useTransfer.ts';

/** Copy as JSON, as cURL, as a link, and export as NDJSON: the selected rows. */
export function TransferMenu({ rows }: { rows: AuditRow[] }) {
  const { role, deployment } = usePanel();
  const { told, dismiss, transfer } = useTransfer(rows);
  const isViewer = role === 'viewer';
  const several = rows.length > 1;
  const isFromFile = rows.some(({ _id }) => isImported(_id));

  const copyJson = (masked: boolean) =>
    transfer(
      'Copied',
      (deliveries) => deliveries.map((delivery) => recordOf(delivery, masked)),
      (parts) => {
        const records = parts.flat();
        return copy(JSON.stringify(several ? records : records[0], null, 2));
      },
    );
  const copyCurl = () =>
    transfer(
      'Copied',
      (deliveries) => {
        const url = webhookUrlOf(deployment.url);
        return deliveries.map(({ row, body }) => curlOf({ svixId: row.svix_id, body }, url));
      },
      (parts) => copy(parts.flat().join('\n')),
    );
  const copyLink = () =>
    transfer(
      'Copied',
      (deliveries) =>
        deliveries.map(({ row }) =>
          linkTo(location.href, { event: row._id, deployment: deployment.url }),
        ),
      (parts) => copy(parts.flat().join('\n')),
    );
  const exportNdjson = (masked: boolean) =>
    transfer(
      'Exported',
      // A file may be far larger than what is encoded in one go without being felt.
      (deliveries) => new Blob([ndjsonOf(deliveries.map((one) => recordOf(one, masked)))]),
      (parts) => saveFile(fileName(deployment.name, masked), parts),
    );

  return (
    <div className="flex flex-wrap items-center gap-1">
      <Menu
        trigger={
          <Button look="quiet" aria-label="Copy and export">
            Copy ▾
          </Button>
        }
      >
        <MenuItem onSelect={() => copyJson(isViewer)}>Copy as JSON</MenuItem>
        {!isViewer && <MenuItem onSelect={() => copyJson(true)}>Copy as JSON, masked</MenuItem>}
        <MenuItem disabled={isViewer} hint={isViewer ? 'masked' : ''} onSelect={copyCurl}>
          Copy as cURL
        </MenuItem>
        <MenuItem disabled={isFromFile} onSelect={copyLink}>
          {several ? 'Copy links' : 'Copy link to this event'}
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => exportNdjson(true)}>Export as NDJSON, masked</MenuItem>
        {!isViewer && (
          <MenuItem onSelect={() => exportNdjson(false)}>
            Export as NDJSON with personal data
          </MenuItem>
        )}
      </Menu>
      <span role="status" className="text-muted">
        {(told.kind === 'running' || told.kind === 'done') && told.words}
      </span>
      {told.kind === 'failed' && <Failure message={told.words} onClose={dismiss} />}
    </div>
  );
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

/** `webhooks-acme-dev-2026-01-05T12-00-00-masked.ndjson`: safe on every file system. */
function fileName(deployment: string, masked: boolean): string {
  const name = deployment.replace(/[^\w-]+/g, '-').slice(0, 40);
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return `webhooks-${name}-${time}${masked ? '-masked' : ''}.ndjson`;
}
