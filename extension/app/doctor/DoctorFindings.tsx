import type { DoctorFinding } from '../../../webhooks/shared/doctor/report.ts';
import { usePanel } from '../../panel/panel.tsx';
import { Button } from '../../ui/control/Button.tsx';
import { When } from '../../ui/time/When.tsx';
import { DoctorText } from './DoctorText.tsx';

const marks = {
  ok: { glyph: '✓', word: 'in order', color: 'text-applied' },
  look: { glyph: '!', word: 'look', color: 'text-warning' },
  wrong: { glyph: '✕', word: 'wrong', color: 'text-failed' },
  unknown: { glyph: '?', word: 'not known', color: 'text-muted' },
};

/** The finding of each check, with its advice. */
export function DoctorFindings({
  findings,
  onLeave,
}: {
  findings: readonly DoctorFinding[];
  /** Called when an event opens: the doctor must close. */
  onLeave: () => void;
}) {
  const { select } = usePanel();
  return (
    <section aria-label="Checks">
      <h3 className="font-semibold">Checks</h3>
      <ul>
        {findings.map(({ state, text, todo, at, audit_id }) => (
          <li key={text} className="flex gap-2 border-b border-hairline py-1.5">
            <span className={`w-4 shrink-0 text-center ${marks[state].color}`}>
              <span aria-hidden>{marks[state].glyph}</span>
              <span className="sr-only">{marks[state].word}:</span>
            </span>
            <div className="min-w-0 flex-1 wrap-anywhere">
              <p>
                <DoctorText text={text} />
              </p>
              {todo !== undefined && (
                <p className="font-semibold">
                  <DoctorText text={todo} />
                </p>
              )}
              {at !== undefined && (
                <p className="text-muted">
                  <When at={at} />
                </p>
              )}
            </div>
            {audit_id !== undefined && (
              <Button
                onClick={() => {
                  select(audit_id);
                  onLeave();
                }}
              >
                Open event
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
