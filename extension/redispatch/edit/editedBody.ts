import { isTooLarge } from '../../../webhooks/shared/editedBody.ts';
import { openPayloadDiff, type DiffRow } from '../../event/diff/payloadDiff.ts';
import { bodyMistakes, type BodyMistake } from './bodyMistakes.ts';
import { formFieldsOf, withFormField, type FormField } from './formFields.ts';
import { formatJson, lineAt, readJson, withField } from './jsonText.ts';

const ROWS_AT_MOST = 300;

/** The changes that an edit makes to the recorded body. */
export interface EditChanges {
  rows: DiffRow[];
  /** The number of rows that are not listed. */
  more: number;
  changes: number;
}

/** The check of an edited body before it is sent. */
export interface EditCheck {
  mistakes: BodyMistake[];
  /** The first mistake that prevents sending. */
  blocked: string | null;
  /** The fields of the form; none while the text is not an event. */
  fields: FormField[];
  /** null when the text cannot be compared: it is not JSON, or too large. */
  changes: EditChanges | null;
}

/**
 * An edit of a recorded body, as a document in a worker: with a large body, every step here is
 * slow.
 */
export function openEdit(original: string) {
  let diff: ReturnType<typeof openPayloadDiff> | null = null;

  function listed({ rows, changes }: { rows: number; changes: number }): EditChanges {
    const first = diff!.slice(0, ROWS_AT_MOST);
    return { rows: first, more: rows - first.length, changes };
  }

  return {
    /** The text that the editor begins with. */
    formatted: () => formatJson(original),
    format: (text: string) => formatJson(text),
    /** `time`: milliseconds since 1970. */
    withUpdatedAt: (text: string, time: number) => withField(text, ['data'], 'updated_at', time),
    withFormField,
    /** `now`: milliseconds since 1970. */
    check(text: string, now: number): EditCheck {
      const mistakes = bodyMistakes(text, original, now);
      const canCompare = !isTooLarge(text) && 'value' in readJson(text);
      diff = canCompare ? openPayloadDiff(original, text) : null;
      return {
        mistakes,
        blocked: whyBlocked(mistakes, text),
        fields: isTooLarge(text) ? [] : formFieldsOf(text),
        changes: diff && listed(diff.show({ layout: 'inline', noise: true, path: '' })),
      };
    },
    /** Opens or closes a row of the last comparison. */
    setOpen: (index: number, open: boolean) => diff && listed(diff.setOpen(index, open)),
  };
}

function whyBlocked(mistakes: readonly BodyMistake[], text: string): string | null {
  const mistake = mistakes.find(({ severity }) => severity === 'error');
  if (mistake === undefined) return null;
  return `Line ${lineAt(text, mistake.from)}: ${mistake.message}`;
}
