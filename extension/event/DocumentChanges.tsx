import type { DocumentChange } from '../../webhooks/shared/documentChange.ts';
import { Button } from '../ui/control/Button.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import type { InspectorSettings } from '../panel/settings.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { kindWords } from './changeWords.ts';
import { fieldChanges } from './fieldChanges.ts';
import { fieldsOf, sidesOf, type Side } from './documentSides.ts';

/** How many documents are open at first. */
const OPEN_AT_FIRST = 10;

/** Documents by table, each before and after. */
export function DocumentChanges({
  changes,
  layout,
  onHistory,
}: {
  changes: readonly DocumentChange[];
  layout: InspectorSettings['layout'];
  /** Opens the history of a document; omitted where no history is available. */
  onHistory?: (change: DocumentChange) => void;
}) {
  const byTable = [...Map.groupBy(changes, ({ table }) => table).values()].flat();
  return byTable.map((change, index) => (
    <div key={change.document} className="relative border-b border-hairline">
      <details open={index < OPEN_AT_FIRST} aria-label={`${change.table} ${change.document}`}>
        <summary className="flex min-h-6 cursor-default items-center gap-2 bg-surface pr-20 pl-2">
          <span className="font-semibold">
            <VisibleText text={change.table} />
          </span>
          <span className={kindColors[change.kind]}>{kindWords[change.kind]}</span>
          <code className="min-w-0 flex-1 truncate text-muted" title={change.document}>
            <VisibleText text={change.document} />
          </code>
        </summary>
        <DocumentFields change={change} layout={layout} />
      </details>
      {/* Beside the summary: a button within a button cannot be reached by a screen reader. */}
      {onHistory && (
        <Button
          look="quiet"
          className="absolute top-0 right-2"
          aria-label={`History of ${change.table} ${change.document}`}
          onClick={() => onHistory(change)}
        >
          History
        </Button>
      )}
    </div>
  ));
}

const kindColors = { insert: 'text-added', update: 'text-muted', delete: 'text-removed' };

function DocumentFields({
  change,
  layout,
}: {
  change: DocumentChange;
  layout: InspectorSettings['layout'];
}) {
  const { before, after } = sidesOf(change);
  const leftOut = [leftOutWords('before', before), leftOutWords('after', after)].flat();
  if (leftOut.length > 0) {
    return (
      <p className="p-2 text-muted">
        Too large to keep: {leftOut.join(', ')}. Changed fields: {change.fields.join(', ')}.
      </p>
    );
  }
  return (
    <ChangeTable
      changes={fieldChanges(fieldsOf(before), fieldsOf(after), change.fields)}
      layout={layout}
    />
  );
}

function leftOutWords(when: string, side: Side): string[] {
  if (side.kind !== 'left out') return [];
  return [`${Math.ceil(side.bytes / 1024).toLocaleString('en')} KiB ${when}`];
}
