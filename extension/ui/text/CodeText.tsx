import { VisibleText } from './VisibleText.tsx';

/** A sentence whose parts between backticks are shown as code. */
export function CodeText({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, at) =>
    at % 2 === 0 ? (
      <VisibleText key={at} text={part} />
    ) : (
      <code key={at} className="font-mono">
        <VisibleText text={part} />
      </code>
    ),
  );
}
