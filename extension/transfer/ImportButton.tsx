import { useRef, useState } from 'react';
import { Button } from '../ui/control/Button.tsx';
import { openImportedFile, type ImportedFile } from './importedFile.ts';

/** A browser's string cannot hold a larger text. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Opens an exported file instead of the live events. */
export function ImportButton({
  isAlone = false,
  onImport,
  onFailure,
}: {
  /** True outside a toolbar, where there is room for the label. */
  isAlone?: boolean;
  onImport: (file: ImportedFile) => void;
  /** Called with the reason why a file was not opened; with null when another is tried. */
  onFailure: (why: string | null) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');

  async function read(file: File) {
    onFailure(null);
    if (file.size > MAX_BYTES) {
      onFailure(`${file.name} is over 256 MiB. Split it: each line is complete by itself.`);
      return;
    }
    setTold('Reading …');
    try {
      const imported = await openImportedFile(file, (share) => {
        setTold(`Reading … ${Math.round(share * 100)} %`);
      });
      if (imported.deliveries === 0) {
        imported.close();
        const [first] = imported.mistakes;
        const unit = imported.isList ? 'Item' : 'Line';
        const why = first ? ` ${unit} ${first.line}: ${first.message}` : ' It is empty.';
        onFailure(`There is no delivery in ${file.name}.${why}`);
        return;
      }
      onImport(imported);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      onFailure(`${file.name} could not be read: ${why}`);
    } finally {
      setTold('');
    }
  }

  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".ndjson,.jsonl,.json,application/x-ndjson,application/json"
        aria-label="File to import"
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void read(file);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
      <Button
        look={isAlone ? 'plain' : 'quiet'}
        hint="Open deliveries that were exported as NDJSON or copied as JSON"
        onClick={() => input.current?.click()}
      >
        <span aria-hidden className={isAlone ? 'hidden' : 'min-[480px]:hidden'}>
          ↥
        </span>
        <span className={isAlone ? '' : 'max-[480px]:sr-only'}>Import…</span>
      </Button>
      <span role="status" className="text-muted">
        {told}
      </span>
    </>
  );
}
