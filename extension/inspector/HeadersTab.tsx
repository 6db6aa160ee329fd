import { originOf } from '../../webhooks/shared/auditRow.ts';
import type { Delivery } from '../../webhooks/shared/delivery.ts';
import { CopyButton } from '../ui/control/CopyButton.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';

/** The HTTP headers that the delivery came with. */
export function HeadersTab({ delivery: { headers, row } }: { delivery: Delivery }) {
  if (headers.length === 0) {
    return (
      <EmptyState title="No headers">
        <p>
          {originOf(row) === 'webhook'
            ? 'The headers are no longer kept.'
            : 'This delivery did not come by HTTP: open its original in the Attempts tab.'}
        </p>
      </EmptyState>
    );
  }
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label="Request headers">
      <table className="w-full table-fixed border-collapse text-left align-top">
        <thead className="text-muted">
          <tr className="border-b border-hairline">
            <th scope="col" className="w-2/5 px-2 py-1 font-normal">
              Header
            </th>
            <th scope="col" className="px-2 font-normal">
              <span className="flex items-center justify-between">
                Value
                <CopyButton
                  text={() => headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
                >
                  Copy all
                </CopyButton>
              </span>
            </th>
          </tr>
        </thead>
        <tbody className="align-top font-mono text-[11px]">
          {headers.map(({ name, value }, at) => (
            <tr key={at} className="border-b border-hairline">
              <th scope="row" className="px-2 py-1 font-normal break-words text-accent">
                <VisibleText text={name} />
              </th>
              <td className="px-2 py-1 break-words">
                <VisibleText text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
