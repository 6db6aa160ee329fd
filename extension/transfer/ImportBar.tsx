import { Button } from '../ui/control/Button.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import type { ImportedFile } from './importedFile.ts';

/** Says above the timeline that it shows a file instead of the live events. */
export function ImportBar({
  file,
  isAlone = false,
  onClose,
}: {
  file: ImportedFile;
  /** No deployment is connected. */
  isAlone?: boolean;
  onClose: () => void;
}) {
  const { name, deliveries, masked, repeated, isList, mistaken, mistakes } = file;
  const unit = isList ? 'item' : 'line';
  return (
    <section
      aria-label="Imported file"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-hairline bg-warning-bg px-2 py-1 text-warning"
    >
      <p className="min-w-0 flex-1 basis-60 break-words">
        <VisibleText text={name} />: {deliveries.toLocaleString('en')}{' '}
        {deliveries === 1 ? 'delivery' : 'deliveries'}
        {masked && ', personal data masked'}
        {repeated > 0 &&
          ` (${repeated.toLocaleString('en')} ${repeated === 1 ? `${unit} repeats` : `${unit}s repeat`} one of them)`}
        . {isAlone ? 'Read-only.' : 'Read-only; live events continue in the background.'}
      </p>
      {mistaken > 0 && (
        <details>
          <summary className="cursor-default">
            {mistaken === 1
              ? `1 ${unit} is not a delivery`
              : `${mistaken} ${unit}s are not deliveries`}
          </summary>
          <ul>
            {mistakes.map(({ line, message }) => (
              <li key={line}>
                {isList ? 'Item' : 'Line'} {line}: {message}
              </li>
            ))}
            {mistaken > mistakes.length && <li>and {mistaken - mistakes.length} more</li>}
          </ul>
        </details>
      )}
      <Button onClick={onClose}>
        {isAlone ? 'Connect to a deployment' : 'Back to the live events'}
      </Button>
    </section>
  );
}
