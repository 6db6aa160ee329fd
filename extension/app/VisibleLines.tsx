import { VisibleText } from './VisibleText.tsx';

/** Text of several lines, in which a line feed is a line feed and no more. */
export function VisibleLines({ text }: { text: string }) {
  return text.split('\n').map((line, at) => (
    <div key={at}>
      <VisibleText text={line} />
    </div>
  ));
}
