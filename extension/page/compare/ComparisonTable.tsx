import { VisibleText } from '../../ui/text/VisibleText.tsx';
import type { ComparedField } from './comparison.ts';

/** Fields of the page's user, of the newest payload and of the row, side by side. */
export function ComparisonTable({
  fields,
  hasRow,
}: {
  fields: ComparedField[];
  /** Whether there is a row to compare with. */
  hasRow: boolean;
}) {
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <thead className="text-muted">
        <tr className="border-b border-hairline">
          {['Field', 'Page', 'Newest payload', 'Row'].map((name) => (
            <th key={name} scope="col" className="px-1 py-1 font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="align-top">
        {fields.map(({ field, page, payload, row, column, differs }) => (
          <tr
            key={field}
            className={`border-b border-hairline ${differs ? 'bg-warning-bg text-warning' : ''}`}
          >
            <th scope="row" className="px-1 py-1 font-mono text-[11px] font-normal break-words">
              {differs && (
                <>
                  <span aria-hidden>≠ </span>
                  <span className="sr-only">differs: </span>
                </>
              )}
              {field}
            </th>
            <Value text={page} />
            <Value text={payload} />
            {hasRow && column === null ? (
              <td className="px-1 py-1 text-muted">no such field</td>
            ) : (
              <Value text={row} column={column !== field ? column : null} />
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text, column = null }: { text: string | undefined; column?: string | null }) {
  return (
    <td className="px-1 py-1 break-words">
      {text === undefined ? <span className="text-muted">–</span> : <VisibleText text={text} />}
      {column !== null && (
        <span className="text-muted">
          {' '}
          (<VisibleText text={column} />)
        </span>
      )}
    </td>
  );
}
