/** The panel with the system's settings for forced colours and reduced motion. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { clerkEvent, NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const row = (name: RegExp) => grid.getByRole('row', { name });

beforeAll(async () => {
  const created = { event: userCreated(), svixId: 'msg_created' };
  await deliver(
    backend,
    userCreated({ id: 'user_2grace', first_name: 'Grace' }),
    // Both are folded into one line, since one is a duplicate.
    created,
    created,
    userCreated(),
    userUpdated({ last_name: 'Late', updated_at: NOON - 1 }),
    clerkEvent('session.created', { id: 'sess_1' }),
    { event: userCreated(), forged: true },
  );
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: 'The mail service is down' });
  await deliver(backend, userUpdated({ last_name: 'King' }));
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: '' });
});
afterEach(async () => {
  await commands.emulateMedia(null);
  await page.viewport(1_280, 720);
});

const OUTCOMES = ['applied', 'unchanged', 'duplicate', 'stale', 'ignored', 'failed', 'rejected'];

describe.each(['light', 'dark'] as const)('with forced colours, %s', (colorScheme) => {
  const chip = (outcome: string) =>
    row(new RegExp(`\\b${outcome}\\b`))
      .getByText(outcome, { exact: true })
      .element().parentElement!;

  async function open(): Promise<void> {
    await commands.emulateMedia({ forcedColors: 'active', colorScheme });
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    document.documentElement.dataset.theme = colorScheme;
    await openPanel([deploymentOf(backend)]);
    await expect.poll(() => shownRows().length).toBe(OUTCOMES.length);
  }

  test('all outcomes have the same colour, and each has its own glyph and word', async () => {
    await open();
    const chips = OUTCOMES.map(chip);
    expect(new Set(chips.map((element) => getComputedStyle(element).color)).size).toBe(1);
    expect(new Set(chips.map(({ textContent }) => textContent)).size).toBe(OUTCOMES.length);
    for (const element of chips) expect(element.getBoundingClientRect().width).toBeGreaterThan(16);
  });

  test('at 360 pixels the outcomes are told apart by their glyphs alone', async () => {
    await page.viewport(360, 720);
    await open();
    const glyphs = OUTCOMES.map((outcome) => chip(outcome).querySelector('[aria-hidden]')!);
    expect(new Set(glyphs.map(({ textContent }) => textContent)).size).toBe(OUTCOMES.length);
    for (const glyph of glyphs) expect(glyph.getBoundingClientRect().width).toBeGreaterThan(8);
  });

  test('the selected row and whatever has the focus are outlined', async () => {
    await open();
    await row(/stale/).click();
    const selected = getComputedStyle(row(/stale/).element());
    const canvas = getComputedStyle(document.body).backgroundColor;
    expect(parseFloat(selected.outlineWidth)).toBeGreaterThan(0);
    expect(selected.outlineColor).not.toBe(canvas);

    const first = page.getByRole('button', { name: 'Deployment acme-dev' });
    (first.element() as HTMLElement).focus();
    const seen = new Set<Element>();
    for (;;) {
      await userEvent.tab();
      const focused = document.activeElement!;
      if (focused === document.body || seen.has(focused)) break;
      seen.add(focused);
      expect([focused.outerHTML.slice(0, 120), focusOutline(focused, canvas)]).toEqual([
        focused.outerHTML.slice(0, 120),
        'seen',
      ]);
    }
    expect(seen.size).toBeGreaterThan(20);
  });
});

/**
 * The outline is the element's own; around a scrolling element it is an overlay of its container.
 */
function focusOutline(focused: Element, canvas: string): 'seen' | 'not seen' {
  const holder = focused.closest('[class*="after:"]') ?? focused;
  const styles = [getComputedStyle(focused), getComputedStyle(holder, '::after')];
  return styles.some(
    ({ outlineStyle, outlineWidth, outlineColor }) =>
      outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && outlineColor !== canvas,
  )
    ? 'seen'
    : 'not seen';
}

test.each([
  ['fades in', 'no-preference', 'arrive'],
  ['appears at once when reduced motion is set', 'reduce', 'none'],
] as const)('a new row %s', async (_how, reducedMotion, animation) => {
  await commands.emulateMedia({ reducedMotion });
  await openPanel([deploymentOf(backend)]);
  await expect.poll(() => shownRows().length).toBeGreaterThanOrEqual(OUTCOMES.length);
  const id = `sess_${reducedMotion}`;
  const [sent] = await deliver(backend, clerkEvent('session.ended', { id }));
  await expect.poll(() => document.getElementById(`event-${sent!.id}`)).not.toBeNull();
  const fresh = document.getElementById(`event-${sent!.id}`)!;
  expect(getComputedStyle(fresh).animationName).toBe(animation);
});
