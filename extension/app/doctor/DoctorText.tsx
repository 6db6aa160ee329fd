import { CodeText } from '../../ui/text/CodeText.tsx';
import { When } from '../../ui/time/When.tsx';

const TIME = /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC)/;

/** A sentence of the doctor, with its UTC times shown in local time. */
export function DoctorText({ text }: { text: string }) {
  return text
    .split(TIME)
    .map((part, index) =>
      index % 2 === 0 ? (
        <CodeText key={index} text={part} />
      ) : (
        <When key={index} at={Date.parse(part)} />
      ),
    );
}
