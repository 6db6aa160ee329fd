import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { HistogramHover } from '../../../../extension/timeline/histogram/HistogramHover.tsx';
import { histogramOf } from '../../../../extension/timeline/histogram/histogram.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';

const DAY = 86_400_000;

test('a bar of a day names the day on which it ends', async () => {
  const items = [auditRow(100 * DAY), auditRow(0)];
  const list = { length: items.length, at: (index: number) => items[index] };
  const histogram = histogramOf(list, 120)!;
  expect(histogram.step).toBe(DAY);
  const { container } = await render(<HistogramHover histogram={histogram} bar={0} marks={[]} />);
  const [, until] = container.textContent.split(' – ');
  const end = new Date(NOON - (NOON % DAY) + DAY);
  expect(until).toMatch(new RegExp(`^\\D*(11\\D)?${end.getDate()}\\D`));
});
