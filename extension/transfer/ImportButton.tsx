import { useRef, useState } from 'react';
import { Button } from '../app/Button.tsx';
import { openImportedFile, type ImportedFile } from './importedFile.ts';

/** Larger texts do not fit into one string of the browser. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Opens an exported file, to look at it in place of the live events. */
export function ImportButton({
  onImport,
  onFailure,
}: {
  onImport: (file: ImportedFile) => void;
  /** Gets why a file was not opened; null when another is tried. */
  onFailure: (why: string | null) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');

  async function read(file: File) {
    onFailure(null);
    if (file.size > MAX_BYTES) {
      onFailure(`${file.name} is over 256 MiB. Split it: each line stands for itself.`);
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
        const why = first ? ` Line ${first.line}: ${first.message}` : ' It is empty.';
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
        accept=".ndjson,.jsonl,application/x-ndjson"
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
        look="quiet"
        hint="Look at deliveries that were exported as NDJSON"
        onClick={() => input.current?.click()}
      >
        <span aria-hidden className="min-[480px]:hidden">
          ↥
        </span>
        <span className="max-[480px]:sr-only">Import…</span>
      </Button>
      <span role="status" className="text-muted">
        {told}
      </span>
    </>
  );
}
