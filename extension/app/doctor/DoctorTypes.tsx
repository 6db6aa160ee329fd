import type { DoctorReport } from '../../../webhooks/shared/doctor/report.ts';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { When } from '../../ui/time/When.tsx';

/** The types of events that have come, and usual ones that have not come yet. */
export function DoctorTypes({ types: { seen, not_seen } }: { types: DoctorReport['types'] }) {
  return (
    <section aria-label="Event types">
      <h3 className="font-semibold">Event types</h3>
      <ul>
        {seen.map(({ type, at }) => (
          <li key={type} className="wrap-anywhere">
            <code className="font-mono">
              <VisibleText text={type} />
            </code>{' '}
            <span className="text-muted">
              last came <When at={at} />
            </span>
          </li>
        ))}
        {not_seen.map((type) => (
          <li key={type} className="text-muted">
            <code className="font-mono">{type}</code> not seen yet
          </li>
        ))}
      </ul>
    </section>
  );
}
