import { MASK } from '../../../webhooks/shared/masking/maskPayload.ts';
import { visibleParts } from './invisibleCharacters.ts';

/**
 * Makes any text from outside harmless: it cannot be markup or reorder its surroundings, and its
 * invisible characters are named. `mark` is highlighted wherever it occurs.
 */
export function VisibleText({ text, mark = '' }: { text: string; mark?: string }) {
  if (text === MASK || text === `"${MASK}"`) return <Masked />;
  return (
    <bdi>
      {visibleParts(text).map((part, at) =>
        'text' in part ? (
          // Plain text, as in most cells of the timeline, needs no element of its own.
          mark === '' ? (
            part.text
          ) : (
            <Marked key={at} text={part.text} mark={mark} />
          )
        ) : (
          <span
            key={at}
            title={`${part.code} ${part.name}`}
            className="mx-px rounded-sm bg-warning-bg px-0.5 text-[10px] text-warning"
          >
            {part.code}
          </span>
        ),
      )}
    </bdi>
  );
}

/** Replaces a value that the server hides from viewers. */
function Masked() {
  return (
    <span className="text-muted" title="Masked: a viewer's access key does not show personal data.">
      {MASK} masked
    </span>
  );
}

function Marked({ text, mark }: { text: string; mark: string }) {
  const pattern = new RegExp(`(${mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`, 'i');
  return text
    .split(pattern)
    .map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
}
