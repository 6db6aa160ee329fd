import { Button } from '../app/Button.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import type { ImportedFile } from './importedFile.ts';

/** Says, above the timeline, that it shows a file and not what is live. */
export function ImportBar({ file, onClose }: { file: ImportedFile; onClose: () => void }) {
  const { name, deliveries, masked, repeated, mistaken, mistakes } = file;
  return (
    <section
      aria-label="Imported file"
      className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-hairline bg-warning-bg px-2 py-1 text-warning"
    >
      <p className="min-w-0 flex-1 basis-60 break-words">
        <VisibleText text={name} />, imported: {deliveries.toLocaleString('en')}{' '}
        {deliveries === 1 ? 'delivery' : 'deliveries'}
        {masked && ', personal data masked'}
        {repeated > 0 &&
          ` (${repeated.toLocaleString('en')} ${repeated === 1 ? 'line repeats' : 'lines repeat'} one of them)`}
        . Read-only; the live events go on behind it.
      </p>
      {mistaken > 0 && (
        <details>
          <summary className="cursor-default">
            {mistaken === 1 ? '1 line is' : `${mistaken} lines are`} no delivery
          </summary>
          <ul>
            {mistakes.map(({ line, message }) => (
              <li key={line}>
                Line {line}: {message}
              </li>
            ))}
            {mistaken > mistakes.length && <li>and {mistaken - mistakes.length} more</li>}
          </ul>
        </details>
      )}
      <Button onClick={onClose}>Back to the live events</Button>
    </section>
  );
}
