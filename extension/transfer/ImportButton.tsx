import { useRef, useState } from 'react';
import { Button } from '../app/Button.tsx';
import { openImportedFile, type ImportedFile } from './importedFile.ts';

/** Larger texts do not fit into one string of the browser. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Opens an exported file, to look at it in place of the live events. */
export function ImportButton({ onImport }: { onImport: (file: ImportedFile) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');

  async function read(file: File) {
    if (file.size > MAX_BYTES) {
      setTold(`${file.name} is over 256 MiB. Split it: each line stands for itself.`);
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
        setTold(`There is no delivery in ${file.name}.${why}`);
        return;
      }
      setTold('');
      onImport(imported);
    } catch (error) {
      setTold(`${file.name} could not be read: ${error instanceof Error ? error.message : ''}`);
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
