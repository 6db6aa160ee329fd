import { VisibleText } from '../../ui/text/VisibleText.tsx';
import type { BodyMistake } from './bodyMistakes.ts';
import { lineAt } from './jsonText.ts';

const LISTED = 4;

/** Surprising effects of an edit. A click on one goes to its place in the editor. */
export function EditWarnings({
  text,
  mistakes,
  onGoTo,
}: {
  /** The text that contains the mistakes. */
  text: string;
  mistakes: readonly BodyMistake[];
  onGoTo: (mistake: BodyMistake) => void;
}) {
  const warnings = mistakes.filter(({ severity }) => severity === 'warning');
  return (
    <div role="status" aria-label="Warnings" className="contents">
      {warnings.length > 0 && (
        <ul className="rounded-sm bg-warning-bg p-1 text-warning">
          {warnings.slice(0, LISTED).map((mistake) => (
            <li key={`${mistake.from} ${mistake.message}`}>
              <button
                type="button"
                className="w-full px-1 py-0.5 text-left break-words hover:underline"
                onClick={() => onGoTo(mistake)}
              >
                <span aria-hidden>⚠ </span>
                Line {lineAt(text, mistake.from)}: <VisibleText text={mistake.message} />
              </button>
            </li>
          ))}
          {warnings.length > LISTED && (
            <li className="px-1 py-0.5">and {warnings.length - LISTED} more</li>
          )}
        </ul>
      )}
    </div>
  );
}
