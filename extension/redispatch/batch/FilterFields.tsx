import { useState } from 'react';
import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import type { BatchStart } from '../../panel/panel.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/time/localTime.ts';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { TimePresets } from './TimePresets.tsx';
import { whereWords } from './selectionWords.ts';

type Filter = Exclude<BatchStart, { ids: unknown }>;

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
  const report = (from: string, to: string) => {
    setSince(from);
    setUntil(to);
    const end = fromLocalInput(to);
    onChange({
      where: filter.where,
      since: fromLocalInput(from) ?? 0,
      ...(end !== null && { until: end }),
    });
  };

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
          onChange={(event) => report(event.target.value, until)}
          className={input}
        />
      </label>
      <TimePresets onChoose={(time) => report(toLocalInput(time), until)} />
      <label className="flex items-center gap-1">
        until
        <input
          type="datetime-local"
          step={1}
          value={until}
          onChange={(event) => report(since, event.target.value)}
          className={input}
        />
      </label>
    </div>
  );
}
