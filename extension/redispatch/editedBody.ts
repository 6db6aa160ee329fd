import { openPayloadDiff, type DiffRow } from '../inspector/diff/payloadDiff.ts';
import { bodyMistakes, isTooLarge, type BodyMistake } from './bodyMistakes.ts';
import { formatJson, lineAt, readJson, withField } from './jsonText.ts';

const ROWS_AT_MOST = 300;

/** What an edit changes of the recorded body. */
export interface EditChanges {
  rows: DiffRow[];
  /** How many rows there are besides. */
  more: number;
  changes: number;
}

/** What can be said of an edited body before it is sent. */
export interface EditCheck {
  mistakes: BodyMistake[];
  /** The first mistake that keeps it from being sent. */
  blocked: string | null;
  /** null when it cannot be compared: it is no JSON, or too large. */
  changes: EditChanges | null;
}

/** An edit of a recorded body as a document of a worker: of a large body, nothing here is quick. */
export function openEdit(original: string) {
  let diff: ReturnType<typeof openPayloadDiff> | null = null;

  function listed({ rows, changes }: { rows: number; changes: number }): EditChanges {
    const first = diff!.slice(0, ROWS_AT_MOST);
    return { rows: first, more: rows - first.length, changes };
  }

  return {
    /** What the editor begins with. */
    formatted: () => formatJson(original),
    format: (text: string) => formatJson(text),
    /** `time`: milliseconds since 1970. */
    withUpdatedAt: (text: string, time: number) => withField(text, ['data'], 'updated_at', time),
    /** `now`: milliseconds since 1970. */
    check(text: string, now: number): EditCheck {
      const mistakes = bodyMistakes(text, original, now);
      const canCompare = !isTooLarge(text) && 'value' in readJson(text);
      diff = canCompare ? openPayloadDiff(original, text) : null;
      return {
        mistakes,
        blocked: whyBlocked(mistakes, text),
        changes: diff && listed(diff.show({ layout: 'inline', noise: true, path: '' })),
      };
    },
    /** Opens or closes a row of what was compared last. */
    setOpen: (index: number, open: boolean) => diff && listed(diff.setOpen(index, open)),
  };
}

function whyBlocked(mistakes: readonly BodyMistake[], text: string): string | null {
  const mistake = mistakes.find(({ severity }) => severity === 'error');
  if (mistake === undefined) return null;
  return `Line ${lineAt(text, mistake.from)}: ${mistake.message}`;
}
