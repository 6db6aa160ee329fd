import { useEffect, useRef, useState } from 'react';
import { OUTCOMES } from '../../convex/shared/outcome.ts';
import type { BatchStart } from '../app/panel.tsx';
import { fromLocalInput, toLocalInput } from '../app/localTime.ts';
import { VisibleText } from '../app/VisibleText.tsx';
import { whereWords } from './selectionWords.ts';
import { useSettled } from './useSettled.ts';

type Filter = Exclude<BatchStart, { ids: unknown }>;

const SETTLED_AFTER_MS = 400;
const input = 'h-6 rounded-sm border border-hairline bg-bg px-1';

/** "All deliveries that ended as failed, since … until …": what a batch by filter is about. */
export function FilterFields({
  filter,
  onChange,
}: {
  filter: Filter;
  onChange: (filter: Filter) => void;
}) {
  const [since, setSince] = useState(filter.since > 0 ? toLocalInput(filter.since) : '');
  const [until, setUntil] = useState(filter.until === undefined ? '' : toLocalInput(filter.until));
  const told = useRef(`${since} ${until}`);
  const settled = useSettled(`${since} ${until}`, SETTLED_AFTER_MS);

  useEffect(() => {
    if (settled === told.current) return;
    told.current = settled;
    const [from = '', to = ''] = settled.split(' ');
    const end = fromLocalInput(to);
    onChange({
      where: filter.where,
      since: fromLocalInput(from) ?? 0,
      ...(end !== null && { until: end }),
    });
  }, [settled]);

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {'outcome' in filter.where ? (
        <label className="flex items-center gap-1">
          All deliveries that ended as
          <select
            value={filter.where.outcome}
            onChange={({ target }) => {
              const outcome = OUTCOMES.find((known) => known === target.value);
              if (outcome) onChange({ ...filter, where: { outcome } });
            }}
            className={input}
          >
            {OUTCOMES.map((outcome) => (
              <option key={outcome}>{outcome}</option>
            ))}
          </select>
        </label>
      ) : (
        <span className="min-w-0 break-words">
          All deliveries <VisibleText text={whereWords(filter.where)} />
        </span>
      )}
      <label className="flex items-center gap-1">
        since
        <input
          type="datetime-local"
          step={1}
          value={since}
          onChange={(event) => setSince(event.target.value)}
          className={input}
        />
      </label>
      <label className="flex items-center gap-1">
        until
        <input
          type="datetime-local"
          step={1}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
          className={input}
        />
      </label>
    </div>
  );
}
