import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import type { BatchStart } from '../../panel/panel.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/time/localTime.ts';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { TimePresets } from './TimePresets.tsx';
import { whereWords } from './selectionWords.ts';
import { useSettled } from '../../ui/redraw/useSettled.ts';

type Filter = Exclude<BatchStart, { ids: unknown }>;

const SETTLED_AFTER_MS = 400;
const input = 'h-6 rounded-sm border border-hairline bg-bg px-1';

/** The selection of a batch by filter: "All deliveries that ended as failed, since … until …". */
export function FilterFields({
  filter,
  onChange,
}: {
  filter: Filter;
  onChange: (filter: Filter) => void;
}) {
  const [since, setSince] = useState(filter.since > 0 ? toLocalInput(filter.since) : '');
  const [until, setUntil] = useState(filter.until === undefined ? '' : toLocalInput(filter.until));
  const reported = useRef(`${since} ${until}`);
  const settled = useSettled(`${since} ${until}`, SETTLED_AFTER_MS);

  const report = useEffectEvent((from = '', to = '') => {
    const end = fromLocalInput(to);
    onChange({
      where: filter.where,
      since: fromLocalInput(from) ?? 0,
      ...(end !== null && { until: end }),
    });
  });
  useEffect(() => {
    if (settled === reported.current) return;
    reported.current = settled;
    report(...settled.split(' '));
  }, [settled]);

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {'outcome' in filter.where ? (
        <label className="flex items-center gap-1">
          All deliveries that ended as
          <select
            autoFocus
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
          autoFocus={!('outcome' in filter.where)}
          value={since}
          onChange={(event) => setSince(event.target.value)}
          className={input}
        />
      </label>
      <TimePresets onChoose={(time) => setSince(toLocalInput(time))} />
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
