import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { Button } from '../ui/control/Button.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import { Menu } from '../ui/overlay/Menu.tsx';
import { MenuItem, MenuSeparator } from '../ui/overlay/MenuItem.tsx';
import { usePanel } from '../panel/panel.tsx';
import { referenceTo } from '../panel/reference.ts';
import { isImported } from '../data/imported.ts';
import { curlOf, webhookUrlOf } from './curl.ts';
import { recordOf } from './deliveryRecord.ts';
import { ndjsonOf } from './ndjson.ts';
import { saveFile } from './saveFile.ts';
import { useTransfer } from './useTransfer.ts';

/** Copies rows as JSON, cURL or a reference, or exports them as NDJSON. */
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
      (deliveries) =>
        deliveries.map(({ row, body }) =>
          curlOf({ svixId: row.svix_id, body }, webhookUrlOf(row, deployment.routes)),
        ),
      (parts) => copy(parts.flat().join('\n')),
    );
  const copyReference = () =>
    transfer(
      'Copied',
      (deliveries) => deliveries.map(({ row }) => referenceTo(row, deployment.url)),
      (parts) => copy(parts.flat().join('\n')),
    );
  const exportNdjson = (masked: boolean) =>
    transfer(
      'Exported',
      // Encode in parts: a large file at once would freeze the panel.
      (deliveries) => new Blob([ndjsonOf(deliveries.map((one) => recordOf(one, masked)))]),
      (parts) => saveFile(fileName(deployment.name, masked), parts),
    );

  return (
    <div className="relative flex flex-wrap items-center gap-1">
      <Menu
        trigger={
          <Button look="quiet" aria-label="Copy and export">
            Copy ▾
          </Button>
        }
      >
        <MenuItem onSelect={() => copyJson(isViewer)}>Copy as JSON</MenuItem>
        {!isViewer && <MenuItem onSelect={() => copyJson(true)}>Copy as JSON, masked</MenuItem>}
        <MenuItem whyNot={isViewer ? 'the payload is masked' : null} onSelect={copyCurl}>
          Copy as cURL
        </MenuItem>
        <MenuItem whyNot={isFromFile ? 'not of a deployment' : null} onSelect={copyReference}>
          {several ? 'Copy references' : 'Copy reference'}
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => exportNdjson(true)}>Export as NDJSON, masked</MenuItem>
        {!isViewer && (
          <MenuItem onSelect={() => exportNdjson(false)}>
            Export as NDJSON with personal data
          </MenuItem>
        )}
      </Menu>
      {/* Over what is below, so that nothing moves. */}
      <span role="status" className="pointer-events-none absolute top-full right-0 z-20">
        {(told.kind === 'running' || told.kind === 'done') && (
          <span className="rounded-sm border border-hairline bg-bg shadow-over px-1.5 py-0.5 whitespace-nowrap">
            {told.words}
          </span>
        )}
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
