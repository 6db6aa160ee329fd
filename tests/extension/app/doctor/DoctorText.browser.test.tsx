import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { DoctorText } from '../../../../extension/app/doctor/DoctorText.tsx';
import { momentText } from '../../../../extension/ui/time/When.tsx';

test('a time in a sentence of the doctor is shown in the same form as in the rest of the panel', async () => {
  const text = 'The last one came at 2026-03-01 12:00:05 UTC. Run `npx convex deploy`.';
  const { container } = await render(<DoctorText text={text} />);
  const local = momentText(Date.UTC(2026, 2, 1, 12, 0, 5));
  expect(container.textContent).toBe(`The last one came at ${local}. Run npx convex deploy.`);
  expect(container.querySelector('time')!.dateTime).toBe('2026-03-01T12:00:05.000Z');
});
