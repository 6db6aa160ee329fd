import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

const TELL_FOR_MS = 1_500;

/** Copies what `text` gives, and says for a moment whether it could. */
export function CopyButton({
  children,
  label = children,
  text,
}: {
  children: string;
  /** The accessible name, when the text alone does not say what is copied. */
  label?: string;
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
      setTold('Copied');
    } catch (error) {
      setTold(error instanceof Error ? error.message : 'Could not copy');
    }
  }

  return (
    <Button
      look="quiet"
      onClick={() => void copy()}
      hint={label === children ? undefined : label}
      aria-label={told ?? label}
    >
      <span role="status">{told ?? children}</span>
    </Button>
  );
}
