import { useState } from 'react';
import { Button } from '../ui/control/Button.tsx';
import type { InspectorSettings } from '../panel/settings.ts';
import { BeforeAfter } from './BeforeAfter.tsx';
import { FieldValue } from './FieldValue.tsx';
import type { FieldChange } from './fieldChanges.ts';

/** Fields before and after. Fields that did not change are folded until asked for. */
export function ChangeTable({
  changes,
  layout,
}: {
  changes: FieldChange[];
  layout: InspectorSettings['layout'];
}) {
  const [unfolded, setUnfolded] = useState(false);
  const changed = changes.filter((change) => change.changed);
  const folded = changes.length - changed.length;
  const shown = unfolded ? changes : changed;
  const inline = layout === 'inline';

  return (
    <>
      {shown.length > 0 && (
        <table className="w-full table-fixed border-collapse text-left">
          <thead className="text-muted">
            <tr className="border-b border-hairline">
              <th scope="col" className={`${inline ? 'w-32' : 'w-1/4'} px-2 py-1 font-normal`}>
                Field
              </th>
              {inline ? (
                <th scope="col" className="px-2 font-normal">
                  Before and after
                </th>
              ) : (
                <>
                  <th scope="col" className="px-2 font-normal">
                    Before
                  </th>
                  <th scope="col" className="px-2 font-normal">
                    After
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody className="align-top">
            {shown.map((change) => (
              <tr key={change.field} className="border-b border-hairline">
                <th scope="row" className="px-2 py-1 font-mono text-[11px] font-normal break-words">
                  {change.field}
                </th>
                {inline ? <Inline change={change} /> : <SideBySide change={change} />}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown.length === 0 && <p className="p-2">No field changed.</p>}
      {folded > 0 && (
        <div className="p-1">
          <Button look="quiet" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {unfolded ? 'Hide' : 'Show'} {folded} unchanged {folded === 1 ? 'field' : 'fields'}
          </Button>
        </div>
      )}
    </>
  );
}

const cell = 'px-2 py-1 break-words';

function Inline({ change: { field, before, after, changed } }: { change: FieldChange }) {
  if (!changed) {
    return (
      <td className={`${cell} text-muted`}>
        <FieldValue field={field} value={after} />
      </td>
    );
  }
  return (
    <td className={cell}>
      <BeforeAfter field={field} before={before} after={after} />
    </td>
  );
}

function SideBySide({ change: { field, before, after, changed } }: { change: FieldChange }) {
  return (
    <>
      <td className={`${cell} ${changed ? 'bg-removed-bg text-removed' : 'text-muted'}`}>
        <FieldValue field={field} value={before} />
      </td>
      <td className={`${cell} ${changed ? 'bg-added-bg text-added' : 'text-muted'}`}>
        <FieldValue field={field} value={after} />
      </td>
    </>
  );
}
