import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

const TELL_FOR_MS = 1_500;
const COPIED = 'Copied';

/** Copies the result of `text`, and says for a moment whether that worked. */
export function CopyButton({
  children,
  label = children,
  look = 'quiet',
  text,
}: {
  children: string;
  /** The accessible name, if the button's text does not say what is copied. */
  label?: string;
  look?: 'plain' | 'quiet';
  text: () => string | Promise<string>;
}) {
  const [told, setTold] = useState<string | null>(null);

  useEffect(() => {
    if (told === null) return;
    const timer = setTimeout(() => setTold(null), TELL_FOR_MS);
    return () => clearTimeout(timer);
  }, [told]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(await text());
      setTold(COPIED);
    } catch (error) {
      setTold(error instanceof Error ? error.message : 'Could not copy');
    }
  }

  const isCopied = told === COPIED;
  return (
    <Button
      look={look}
      onClick={() => void copy()}
      hint={label === children ? undefined : label}
      aria-label={told ?? label}
    >
      <span className="relative">
        {/* The text keeps its width, so that nothing beside it moves. */}
        <span className={isCopied ? 'invisible' : undefined}>
          {told === null || isCopied ? children : told}
        </span>
        <span role="status">
          {isCopied && (
            <>
              <span aria-hidden className="absolute inset-x-0 text-center">
                ✓
              </span>
              <span className="sr-only">{told}</span>
            </>
          )}
        </span>
      </span>
    </Button>
  );
}
