import type { Delivery } from '../../convex/shared/delivery.ts';
import { CopyButton } from '../app/CopyButton.tsx';
import { EmptyState } from '../app/EmptyState.tsx';
import { VisibleText } from '../app/VisibleText.tsx';

/** The HTTP headers that the delivery came with. */
export function HeadersTab({ delivery: { headers, row } }: { delivery: Delivery }) {
  if (headers.length === 0) {
    return (
      <EmptyState title="No headers">
        <p>
          {row.source === 'clerk'
            ? 'They are no longer kept.'
            : 'This did not come by HTTP: open its original delivery, in the tab Attempts.'}
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
