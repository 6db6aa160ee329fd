/** The names on the lines between rows. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';
import { userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const SHORT = 'v2-gypsy';
const LONG = 'x'.repeat(100);

beforeAll(async () => {
  const deploy = (name: string) =>
    commands.runAsAdmin(backend.url, 'webhookAdmin:markDeploy', { name });
  await deliver(backend, userCreated({ first_name: 'Gypsy' }));
  await deploy(SHORT);
  const young = { first_name: 'Gypsy', last_name: 'Young' };
  await deliver(backend, userUpdated(young), userCreated({ id: 'user_2jay', first_name: 'Jay' }));
  await deploy(LONG);
  await deliver(backend, userCreated({ id: 'user_2grace', first_name: 'Grace' }));
});
afterEach(() => page.viewport(1_280, 720));

/** The boxes of all texts inside an element. */
function textBoxes(element: Element): DOMRect[] {
  const boxes: DOMRect[] = [];
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    boxes.push(range.getBoundingClientRect());
  }
  return boxes;
}

const overlap = (a: DOMRect, b: DOMRect) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test.for([1_280, 700, 360])(
  'in a panel of %i pixels, the name of a deploy covers no text of a row and stays on one line in view',
  async (width) => {
    await page.viewport(width, 720);
    await openPanel([deploymentOf(backend)]);
    await expect.element(grid.getByRole('row', { name: /Grace/ })).toBeVisible();
    for (const name of [SHORT, LONG]) {
      const label = page.getByText(`deploy ${name}`, { exact: true });
      await expect.element(label).toBeVisible();
      const box = label.element().getBoundingClientRect();
      expect(box.height).toBeLessThan(12);
      expect(box.left).toBeGreaterThan(grid.element().getBoundingClientRect().left);
      const rows = grid.getByRole('row').elements();
      const covered = rows.flatMap(textBoxes).filter((text) => overlap(text, box));
      expect(covered).toEqual([]);
    }
  },
);
