import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Split } from '../../../../extension/ui/layout/Split.tsx';
import '../../../../extension/app/theme.css';

function split(width: number, inspector: string | null) {
  return (
    <div style={{ width, height: 400 }}>
      <Split
        vertical={false}
        sizes={[3, 2]}
        onSizes={() => {}}
        timeline={<p style={{ width: '100%' }}>Timeline</p>}
        inspector={inspector && <p style={{ width: '100%' }}>{inspector}</p>}
      />
    </div>
  );
}

const widthOf = (text: string) => page.getByText(text).element().getBoundingClientRect().width;

test('in a panel that becomes narrower, the inspector keeps its share of the width, not its pixels', async () => {
  const { rerender } = await render(split(1_200, 'Inspector'));
  await expect.poll(() => widthOf('Inspector')).toBeCloseTo(480, -1);
  await rerender(split(1_200, null));
  await expect.poll(() => widthOf('Timeline')).toBeCloseTo(1_200, -1);
  await rerender(split(600, null));
  await expect.poll(() => widthOf('Timeline')).toBeCloseTo(600, -1);
  await rerender(split(600, 'Inspector'));
  await expect.poll(() => widthOf('Timeline')).toBeCloseTo(360, -1);
});
