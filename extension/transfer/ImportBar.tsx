import { Button } from '../app/Button.tsx';
import { VisibleText } from '../inspector/VisibleText.tsx';
import type { ImportedFile } from './readImport.ts';

const MISTAKES_LISTED = 20;

/** Says, above the timeline, that it shows a file and not what is live. */
export function ImportBar({ file, onClose }: { file: ImportedFile; onClose: () => void }) {
  const { name, deliveries, masked, mistakes } = file;
  return (
    <section
      aria-label="Imported file"
      className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-hairline bg-warning-bg px-2 py-1 text-warning"
    >
      <p className="min-w-0 flex-1 basis-60 break-words">
        <VisibleText text={name} />, imported: {deliveries.size}{' '}
        {deliveries.size === 1 ? 'delivery' : 'deliveries'}
        {masked && ', personal data masked'}. Read-only; the live events go on behind it.
      </p>
      {mistakes.length > 0 && (
        <details>
          <summary className="cursor-default">
            {mistakes.length === 1 ? '1 line is' : `${mistakes.length} lines are`} no delivery
          </summary>
          <ul>
            {mistakes.slice(0, MISTAKES_LISTED).map(({ line, message }) => (
              <li key={line}>
                Line {line}: {message}
              </li>
            ))}
            {mistakes.length > MISTAKES_LISTED && (
              <li>and {mistakes.length - MISTAKES_LISTED} more</li>
            )}
          </ul>
        </details>
      )}
      <Button onClick={onClose}>Back to the live events</Button>
    </section>
  );
}
