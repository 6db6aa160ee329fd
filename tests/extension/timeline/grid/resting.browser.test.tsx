/** A click of a resting pointer never sends a row that keys have moved under it. */
import { ConvexHttpClient } from 'convex/browser';
import { beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { api } from '../../../../convex/_generated/api.js';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import {
  deliver,
  deliverUnderPointer,
  deploymentOf,
  openPanel,
} from '../../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { someone } from '../../../fixtures/data/someone.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: string) => grid.getByRole('row', { name: new RegExp(`${name} Lovelace`) });
const glyphOf = (name: string) => row(name).getByRole('button', { name: /^Re-dispatch this/ });
const notice = page.getByRole('status', { name: 'Re-dispatch' });

let first: ReturnType<typeof someone>;
let second: ReturnType<typeof someone>;
let third: ReturnType<typeof someone>;
beforeEach(async () => {
  [first, second, third] = [someone(), someone(), someone()];
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(first), userCreated(second), userCreated(third));
  await expect.element(row(third.first_name)).toBeVisible();
});

/** Waits until the row of this person is under the pointer. */
async function expectUnder({ x, y }: DOMRect, name: string): Promise<void> {
  const under = () => document.elementFromPoint(x + 4, y + 4)?.closest('[role=row]')?.textContent;
  await expect.poll(under).toContain(`${name} Lovelace`);
}

async function aimAt(name: string): Promise<DOMRect> {
  await row(name).hover();
  await glyphOf(name).hover();
  return glyphOf(name).element().getBoundingClientRect();
}

async function sentOf(...people: { id: string }[]): Promise<number> {
  const { accessKey, url } = backend;
  const client = new ConvexHttpClient(url);
  const lists = people.map(({ id: clerk_user_id }) =>
    client.query(api.webhookAudit.older, { accessKey, before: null, where: { clerk_user_id } }),
  );
  const rows = (await Promise.all(lists)).flatMap((list) => list.rows);
  return rows.filter(({ redispatch }) => redispatch !== undefined).length;
}

/** Asserts that no event was sent, once everything sent so far has arrived. */
async function expectNothingSent(): Promise<void> {
  await expect.element(notice).toBeEmptyDOMElement();
  const mark = userUpdated({ ...first, last_name: 'Mark', updated_at: NOON + 90_000 });
  await deliver(backend, mark);
  expect(await sentOf(first, second, third)).toBe(0);
}

test('a filter that is typed puts another row under the pointer, whose click sends nothing', async () => {
  const place = await aimAt(third.first_name);
  await userEvent.keyboard('/');
  await expect.element(filter).toHaveFocus();
  await userEvent.keyboard(`user:${first.id}`);
  await expectUnder(place, first.first_name);
  await commands.clickUnderPointer();
  await expectNothingSent();
});

test('a filter that is removed puts another row under the pointer, whose click sends nothing', async () => {
  await filter.fill(`user:${first.id}`);
  await expect.element(row(third.first_name)).not.toBeInTheDocument();
  const place = await aimAt(first.first_name);
  (filter.element() as HTMLElement).focus();
  await userEvent.keyboard('{Control>}a{/Control}{Backspace}');
  await expectUnder(place, third.first_name);
  await commands.clickUnderPointer();
  await expectNothingSent();
});

test('a click does not send a row that a filter has moved back under the pointer', async () => {
  const place = await aimAt(third.first_name);
  await userEvent.keyboard('/');
  await userEvent.keyboard(`user:${first.id}`);
  await expectUnder(place, first.first_name);
  await userEvent.keyboard('{Control>}a{/Control}{Backspace}');
  await expectUnder(place, third.first_name);
  await commands.clickUnderPointer();
  await expectNothingSent();
});

test('a second click at the same place, after the first opened another row, sends nothing', async () => {
  const place = await aimAt(third.first_name);
  await userEvent.keyboard('/');
  await userEvent.keyboard(`user:${first.id}`);
  await expectUnder(place, first.first_name);
  await commands.clickUnderPointer();
  await expect.element(row(first.first_name)).toHaveAttribute('aria-selected', 'true');
  await commands.clickUnderPointer();
  await expectNothingSent();
});

test('new rows that a key shows put another row under the pointer, whose click sends nothing', async () => {
  const place = await aimAt(third.first_name);
  const newest = someone();
  await deliverUnderPointer(backend, userCreated(newest));
  await expect.element(page.getByRole('button', { name: '1 new', exact: true })).toBeVisible();
  await userEvent.keyboard('n');
  await expectUnder(place, newest.first_name);
  await commands.clickUnderPointer();
  await expectNothingSent();
  expect(await sentOf(newest)).toBe(0);
});

test('a line that a key folds puts another row under the pointer, whose click sends nothing', async () => {
  const event = userCreated(someone());
  await deliver(backend, { event, svixId: 'msg_twice' }, { event, svixId: 'msg_twice' });
  const twice = String(event.data.first_name);
  await row(twice).click();
  await userEvent.keyboard('{ArrowRight}');
  const attempt = grid.getByRole('row', { name: new RegExp(`${twice} Lovelace applied`) });
  await attempt.hover();
  const glyph = attempt.getByRole('button', { name: /^Re-dispatch this/ });
  await glyph.hover();
  const place = glyph.element().getBoundingClientRect();
  await userEvent.keyboard('{ArrowLeft}');
  await expectUnder(place, third.first_name);
  await commands.clickUnderPointer();
  await expectNothingSent();
});

test('a pointer that moves after the filter was typed sends the row that it then points at', async () => {
  await aimAt(third.first_name);
  await userEvent.keyboard('/');
  await userEvent.keyboard(`user:${first.id}`);
  await expect.element(row(third.first_name)).not.toBeInTheDocument();
  await row(first.first_name).hover();
  await glyphOf(first.first_name).click();
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  expect(await sentOf(first)).toBe(1);
  expect(await sentOf(second, third)).toBe(0);
});
