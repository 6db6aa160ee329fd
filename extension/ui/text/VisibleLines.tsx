import { VisibleText } from './VisibleText.tsx';

/** Text of several lines. Line feeds break lines; all other invisible characters are named. */
export function VisibleLines({ text }: { text: string }) {
  return text.split('\n').map((line, at) => (
    <div key={at}>
      <VisibleText text={line} />
    </div>
  ));
}
