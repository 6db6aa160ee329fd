import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as format from '../../../../extension/event/format.ts';
import { formatLatency } from '../../../../extension/ui/time/duration.ts';
import { toLocalInput } from '../../../../extension/ui/time/localTime.ts';
import { isoText, relativeText } from '../../../../extension/ui/time/moment.ts';
import { momentText } from '../../../../extension/ui/time/When.tsx';

const formats: [name: string, format: (time: number) => string][] = [
  ['isoText', isoText],
  ['momentText', momentText],
  ['relativeText', (time) => relativeText(time, 0)],
  ['formatLatency', formatLatency],
  ['toLocalInput', toLocalInput],
  ['formatClock', format.formatClock],
  ['formatTime', (time) => format.formatTime(time)],
];

test.each(formats)('%s writes any number that was received as a time', (_name, write) => {
  fc.assert(
    fc.property(fc.double(), (time) => {
      expect(typeof write(time)).toBe('string');
    }),
    { examples: [[NaN], [Infinity], [-Infinity], [1764400000080000000], [-9e15], [8.64e15]] },
  );
});
