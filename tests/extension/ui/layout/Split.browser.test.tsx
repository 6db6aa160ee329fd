import { useLayoutEffect, useRef } from 'react';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Split } from '../../../../extension/ui/layout/Split.tsx';
import '../../../../extension/app/theme.css';

interface Frame {
  width?: number;
  arrangement?: 'beside' | 'below';
  sizes?: number[];
  onSizes?: (sizes: number[]) => void;
  inspector?: string | null;
  /** Called with the size of a pane's contents whenever it has changed, just before it is drawn. */
  onDrawn?: (size: string) => void;
}

const nothing = () => {};

function split({
  width = 1_001,
  arrangement = 'beside',
  sizes = [3, 2],
  onSizes = nothing,
  inspector = 'Inspector',
  onDrawn = nothing,
}: Frame = {}) {
  return (
    <div style={{ width, height: 501 }}>
      <Split
        arrangement={arrangement}
        sizes={sizes}
        onSizes={onSizes}
        timeline={<Contents text="Timeline" onDrawn={onDrawn} />}
        inspector={inspector && <Contents text={inspector} onDrawn={onDrawn} />}
      />
    </div>
  );
}

function Contents({ text, onDrawn }: { text: string; onDrawn: (size: string) => void }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      onDrawn(`${text} ${Math.round(width)}x${Math.round(height)}`);
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [text, onDrawn]);
  return (
    <div ref={element} className="h-full">
      {text}
      <input aria-label={`${text}’s text`} />
    </div>
  );
}

const boxOf = (text: string) => page.getByText(text).element().getBoundingClientRect();
const widths = () => [boxOf('Timeline').width, boxOf('Inspector').width].map(Math.round);
const heights = () => [boxOf('Timeline').height, boxOf('Inspector').height].map(Math.round);
const border = page.getByRole('separator');

/** Drags the border, which is one pixel thick and held in its middle. */
async function drag(x: number, y: number): Promise<void> {
  await userEvent.dragAndDrop(border, page.elementLocator(document.body), {
    targetPosition: { x: x + 0.5, y: y + 0.5 },
  });
}

test('both panes are drawn with their own sizes from the first frame on', async () => {
  const drawn: string[] = [];
  const onDrawn = (size: string) => drawn.push(size);
  const { rerender } = await render(split({ onDrawn }));
  await expect.poll(() => drawn).toEqual(['Timeline 600x501', 'Inspector 400x501']);
  await rerender(split({ onDrawn, arrangement: 'below', sizes: [1, 4] }));
  await expect.poll(() => drawn.slice(2)).toEqual(['Timeline 1001x150', 'Inspector 1001x350']);
});

test('an opened inspector is drawn with its own size from the first frame on', async () => {
  const drawn: string[] = [];
  const onDrawn = (size: string) => drawn.push(size);
  const { rerender } = await render(split({ onDrawn, inspector: null }));
  await expect.poll(() => drawn).toEqual(['Timeline 1001x501']);
  await rerender(split({ onDrawn }));
  await expect.poll(() => drawn.slice(1)).toEqual(['Timeline 600x501', 'Inspector 400x501']);
});

test('in a panel that becomes narrower, the inspector keeps its share of the width, not its pixels', async () => {
  const { rerender } = await render(split());
  await expect.poll(widths).toEqual([600, 400]);
  await rerender(split({ inspector: null }));
  await rerender(split({ inspector: null, width: 901 }));
  await expect.poll(() => Math.round(boxOf('Timeline').width)).toBe(901);
  await rerender(split({ width: 901 }));
  await expect.poll(widths).toEqual([540, 360]);
});

test('the panes keep their contents when they turn, and each arrangement its sizes', async () => {
  const onSizes = vi.fn();
  const beside = { onSizes };
  const below: Frame = { onSizes, arrangement: 'below', sizes: [1, 1] };
  const { rerender } = await render(split(beside));
  const texts = ['Timeline’s text', 'Inspector’s text'].map((name) =>
    page.getByRole('textbox', { name }),
  );
  for (const text of texts) await text.fill('unsaved');
  await drag(640, 250);
  await rerender(split(below));
  await expect.poll(heights).toEqual([250, 250]);
  await drag(500, 150);
  await expect.poll(heights).toEqual([150, 350]);
  await rerender(split(beside));
  await expect.poll(widths).toEqual([640, 360]);
  await rerender(split(below));
  await expect.poll(heights).toEqual([150, 350]);
  for (const text of texts) await expect.element(text).toHaveValue('unsaved');
  expect(onSizes).toHaveBeenCalledTimes(2);
});

test('the border is dragged no further than to the least widths of the panes', async () => {
  const onSizes = vi.fn();
  await render(split({ onSizes }));
  await drag(5, 250);
  await expect.poll(widths).toEqual([360, 640]);
  await drag(995, 250);
  await expect.poll(widths).toEqual([640, 360]);
  const shares = onSizes.mock.lastCall![0] as number[];
  expect(shares.map(Math.round)).toEqual([64, 36]);
});

test('below each other, the border is dragged no further than to three tenths of the height', async () => {
  await render(split({ arrangement: 'below', sizes: [1, 1] }));
  await drag(500, 5);
  await expect.poll(heights).toEqual([150, 350]);
  await drag(500, 495);
  await expect.poll(heights).toEqual([350, 150]);
});

test('a pane that the last version left narrower than its least width opens with that width', async () => {
  await render(split({ sizes: [12, 88] }));
  await expect.poll(widths).toEqual([360, 640]);
});

test('an inspector held at its least width in a narrow panel has its share again when the panel grows', async () => {
  const { rerender } = await render(split());
  await expect.poll(widths).toEqual([600, 400]);
  await rerender(split({ width: 741 }));
  await expect.poll(widths).toEqual([380, 360]);
  await rerender(split());
  await expect.poll(widths).toEqual([600, 400]);
});

test('the border is moved with the arrow keys, and with Home and End', async () => {
  const onSizes = vi.fn();
  const { rerender } = await render(split({ onSizes }));
  await userEvent.tab();
  await userEvent.tab();
  await expect.element(border).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(widths).toEqual([550, 450]);
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(widths).toEqual([600, 400]);
  await userEvent.keyboard('{Home}');
  await expect.poll(widths).toEqual([360, 640]);
  await userEvent.keyboard('{End}');
  await expect.poll(widths).toEqual([640, 360]);
  expect(onSizes).toHaveBeenCalledTimes(4);

  await rerender(split({ onSizes, arrangement: 'below' }));
  await expect.element(border).toHaveFocus();
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(heights).toEqual([275, 225]);
  await expect.element(border).toHaveAttribute('aria-valuenow', '55');
});

test.for<{ where: string; name: string | null }>([
  { where: 'in the timeline', name: 'Timeline’s text' },
  { where: 'in the inspector', name: 'Inspector’s text' },
  { where: 'on the border', name: 'Border of the inspector' },
  { where: 'nowhere', name: null },
])('after a press on the border, and after its drag, the focus stays $where', async ({ name }) => {
  await render(split());
  const focused = () => document.activeElement?.getAttribute('aria-label') ?? null;
  while (focused() !== name) await userEvent.tab();
  await border.click();
  expect(focused()).toBe(name);
  await drag(640, 250);
  await expect.poll(widths).toEqual([640, 360]);
  expect(focused()).toBe(name);
});

test('the border is as thin as a line, and outlined while it has the focus', async () => {
  await render(split());
  const outline = () => getComputedStyle(border.element()).outlineStyle;
  expect(border.element().getBoundingClientRect().width).toBe(1);
  expect(outline()).toBe('none');
  await userEvent.tab();
  await userEvent.tab();
  await expect.element(border).toHaveFocus();
  await expect.poll(outline).toBe('solid');
});

test('a panel as wide as both least widths but for the border is halved', async () => {
  await render(split({ width: 720 }));
  await expect.poll(() => Math.min(...widths())).toBeGreaterThanOrEqual(359);
});
