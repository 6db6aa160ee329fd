import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import type { ImportedFile } from './importedFile.ts';

/**
 * The open imported file, or null. `onChange` is called when another file opens or the file closes,
 * to reset what belongs to the previously shown events.
 */
export function useOpenFile(onChange: () => void) {
  const [file, setFile] = useState<ImportedFile | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => () => file?.close(), [file]);

  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );

  const open = useCallback(
    (next: ImportedFile | null) => {
      // Its worker would stay until the panel closes.
      if (isGone.current) return next?.close();
      // As a transition: rendering another timeline at once would freeze the page for a moment.
      startTransition(() => {
        setFile(next);
        onChange();
      });
    },
    [onChange],
  );
  const close = useCallback(() => open(null), [open]);
  return {
    file,
    open,
    close,
    /** Why a file could not be read. */
    failure,
    setFailure,
  };
}
