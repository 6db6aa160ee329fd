import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { inspectorItem } from '../../../extension/app/settings.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
} from '../../fixtures/clerkEvents.ts';
import { deploymentOf, openPanel } from '../../fixtures/panel.tsx';

const king = { last_name: 'King', ...withEmail('ada.king@example.com') };
const changed = userUpdated({ ...king, updated_at: NOON + 5_000 });
const hostile = userUpdated({
  ...king,
  updated_at: NOON + 9_000,
  unsafe_metadata: {
    html: '<img src="x" onerror="window.broken = true">',
    script: 'javascript:window.broken = true',
    file: 'invoice\u202Egpj.exe',
    blank: 'a\u200Bb',
    PROTO: { admin: true },
  },
});

let backend: StartedBackend;

beforeAll(async () => {
  backend = await commands.startBackend();
  await commands.deliver(backend.url, [
    { body: JSON.stringify(userCreated()), svixId: 'msg_created' },
    { body: JSON.stringify(changed), svixId: 'msg_changed' },
    { body: JSON.stringify(changed), svixId: 'msg_changed' },
    { body: JSON.stringify(userUpdated({ first_name: 'Late', updated_at: NOON + 1_000 })) },
    { body: JSON.stringify(clerkEvent('session.created', { id: 'sess_1' })) },
    { body: JSON.stringify(hostile).replace('"PROTO"', '"__proto__"') },
    { body: JSON.stringify(userCreated({ id: 'user_2joan' })) },
    { body: JSON.stringify(userDeleted('user_2joan')) },
    { body: JSON.stringify(userUpdated()), forged: true },
  ]);
});
afterAll(() => commands.stopBackend(backend.url));

const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const treeItem = (text: RegExp) => page.getByRole('treeitem').filter({ hasText: text });

async function open(row: string, tab?: string) {
  await grid.getByRole('row').filter({ hasText: row }).first().click();
  if (tab !== undefined) await inspector.getByRole('tab', { name: tab, exact: true }).click();
}

describe('with a redispatcher’s key', () => {
  beforeEach(async () => {
    await inspectorItem.setValue({ tab: 'Overview', layout: 'inline', noise: true });
    await openPanel([deploymentOf(backend)]);
  });

  test.each([
    [
      'email, last_name',
      'Changed e-mail and last name of Ada King. First of 2 attempts; the last was a duplicate.',
    ],
    [
      'duplicate',
      'Changed nothing: this event had already been handled. Second attempt; the first was applied.',
    ],
    [
      'stale',
      'Changed nothing: this event came too late for Late Lovelace. Older than what the row holds.',
    ],
    ['session.created', 'Changed nothing: users do not depend on session.created events.'],
    ['user.deleted', 'Deleted Ada Lovelace.'],
  ])('the row "%s" is told in sentences', async (row, sentences) => {
    await open(row);
    await expect.element(inspector.getByRole('heading', { level: 2 })).toHaveTextContent(sentences);
  });

  test('Change shows each field before and after, and the others when asked for', async () => {
    await open('email, last_name', 'Change');
    const email = inspector.getByRole('row').filter({ hasText: 'email' }).first();
    await expect.element(email).toMatchTextContent('ada@example.com → ada.king@example.com');
    await expect.element(inspector.getByText('first_name')).not.toBeInTheDocument();
    await inspector.getByRole('button', { name: /Show \d+ other fields/ }).click();
    await expect.element(inspector.getByText('first_name')).toBeVisible();
    await inspector.getByRole('button', { name: 'Side by side' }).click();
    await expect.element(inspector.getByRole('columnheader', { name: 'Before' })).toBeVisible();
  });

  test('Diff compares with the previous payload of the user, and hides noise on demand', async () => {
    await open('email, last_name', 'Diff');
    const status = inspector.getByRole('status').filter({ hasText: /change/ });
    await expect.element(treeItem(/removed.*last_name: "Lovelace"/)).toBeVisible();
    await expect.element(treeItem(/added.*last_name: "King"/)).toBeVisible();
    await expect.element(treeItem(/updated_at/).first()).toBeVisible();
    await inspector.getByRole('button', { name: 'Hide noise' }).click();
    await expect.element(status).toMatchTextContent(/changes, \d+ hidden/);
    await expect.element(treeItem(/added.*timestamp/)).not.toBeInTheDocument();
  });

  test('Diff finds changes by their path and unfolds what did not change', async () => {
    await open('email, last_name', 'Diff');
    await treeItem(/4 unchanged/)
      .first()
      .click();
    await expect.element(treeItem(/first_name: "Ada"/)).toBeVisible();
    await inspector.getByRole('searchbox', { name: 'Search changed paths' }).fill('last_name');
    await expect.element(treeItem(/last_name: "King"/)).toBeVisible();
    await expect.element(treeItem(/timestamp/)).not.toBeInTheDocument();
  });

  test('where the inspector is low, what is above the differences scrolls away', async () => {
    await open('email, last_name', 'Diff');
    await page.viewport(360, 640);
    await inspector.getByRole('button', { name: 'Inline' }).click();
    const tree = inspector.getByRole('tree', { name: 'Differences' });
    await expect.element(tree).toBeVisible();
    const list = tree.element() as HTMLElement;
    list.focus();
    list.scrollIntoView();
    const { top, bottom, height } = list.getBoundingClientRect();
    expect(height).toBeGreaterThan(100);
    expect(top).toBeGreaterThan(0);
    expect(bottom).toBeLessThan(640);
    await page.viewport(1_280, 720);
  });

  test('any two events are compared: one is pinned, another opened', async () => {
    await open('user.deleted', 'Diff');
    await inspector.getByRole('button', { name: 'Pin' }).click();
    await open('session.created');
    await expect
      .element(treeItem(/removed.*type: "user.deleted"|removed.*type: "session.created"/))
      .toBeVisible();
    const picker = inspector.getByRole('combobox', { name: 'Compare with' });
    await expect.element(picker).toHaveDisplayValue(/user\.deleted applied/);
  });

  test('the payload tree is walked, opened and closed by the keyboard', async () => {
    await open('email, last_name', 'Payload');
    const tree = inspector.getByRole('tree', { name: 'Payload' });
    await expect.element(treeItem(/^.*type: "user.updated"/)).toBeVisible();
    (tree.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(treeItem(/type: "user.updated"/)).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}');
    await expect.element(treeItem(/type: "user.updated"/)).toHaveAttribute('aria-selected', 'true');
    await expect.element(inspector.getByText('type', { exact: true }).last()).toBeVisible();
  });

  test('find goes to a match wherever it lies', async () => {
    await open('email, last_name', 'Payload');
    await inspector.getByRole('button', { name: 'Collapse all' }).click();
    await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill('ada.king@');
    await expect
      .element(inspector.getByText(/^data\.(primary_email_address_id|email_addresses)/))
      .toBeVisible();
    await expect.element(inspector.getByText(/^1 of \d/)).toBeVisible();
  });

  test('hostile text is inert and visible', async () => {
    await open('unchanged', 'Payload');
    await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill('onerror');
    await expect.element(treeItem(/html: "<img src/)).toBeVisible();
    await expect.element(treeItem(/script: "javascript:/)).toBeVisible();
    await expect.element(treeItem(/invoiceU\+202Egpj\.exe/)).toBeVisible();
    await expect.element(treeItem(/aU\+200Bb/)).toBeVisible();
    await expect.element(treeItem(/__proto__: \{ 1 field \}/)).toBeVisible();
    expect(inspector.element().querySelector('img, a')).toBeNull();
    expect('broken' in window).toBe(false);
    await inspector.getByRole('button', { name: 'Raw' }).click();
    await expect.element(inspector.getByText('U+202E')).toBeVisible();
  });

  test('Headers lists what Svix sent, without the signature', async () => {
    await open('email, last_name', 'Headers');
    const signature = inspector.getByRole('row').filter({ hasText: 'svix-signature' });
    await expect.element(inspector.getByText('msg_changed')).toBeVisible();
    await expect.element(signature).not.toMatchTextContent('v1,');
  });

  test('each attempt opens', async () => {
    await open('duplicate', 'Attempts');
    await inspector.getByRole('row').filter({ hasText: 'applied' }).getByRole('button').click();
    await expect
      .element(inspector.getByRole('heading', { level: 2 }))
      .toMatchTextContent('Changed e-mail and last name');
  });

  test('User shows the row at any moment and the event that set each field', async () => {
    await open('email, last_name', 'User');
    const slider = inspector.getByRole('slider', { name: /Moment/ });
    const field = (name: string) =>
      inspector
        .getByRole('region', { name: 'Row at this moment' })
        .getByRole('row')
        .filter({ hasText: name });
    await expect
      .element(slider)
      .toHaveAttribute('aria-valuetext', expect.stringContaining('2 of 5'));
    await expect.element(field('last_name')).toMatchTextContent('King2. updated');
    await expect.element(field('first_name')).toMatchTextContent('Ada1. created');
    (slider.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(field('last_name')).toMatchTextContent('Lovelace1. created');
    await userEvent.keyboard('{End}');
    await expect.element(slider).toHaveAttribute('aria-valuetext', 'now');
    await expect.element(field('last_name')).toMatchTextContent('King2. updated');
    expect(inspector.getByText(/not what the history says/).query()).toBeNull();
  });

  test('a deleted user’s row is gone, and was there before', async () => {
    await open('user.deleted', 'User');
    await expect
      .element(inspector.getByText('Not in the users table at this moment.'))
      .toBeVisible();
    const events = inspector.getByRole('region', { name: 'Events' });
    await expect
      .element(events)
      .toMatchTextContent(/user\.deleted.*Removed the row.*user\.created/);
    await expect.element(events).toMatchTextContent(/Created the row with e-mail, /);
    await inspector.getByRole('button', { name: /^1\. / }).click();
    await expect.element(inspector.getByText('user_2joan').first()).toBeVisible();
  });

  test('a rejection says why and what to do', async () => {
    await open('rejected');
    await expect
      .element(inspector.getByRole('heading', { level: 2 }))
      .toMatchTextContent('Refused a request: wrong signature.');
    const overview = inspector.getByRole('tabpanel', { name: 'Overview' });
    await expect.element(overview.getByText(/No signature matches the secret/)).toBeVisible();
    await expect.element(overview.getByText(/Signing Secret of this endpoint/)).toBeVisible();
  });
});

test('a viewer sees masked values as masked, and what changed nevertheless', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await open('email, last_name', 'Change');
  await expect
    .element(inspector.getByRole('heading', { level: 2 }))
    .toMatchTextContent('Changed e-mail and last name of user_2ada.');
  await expect.element(inspector.getByText(/access key belongs to a viewer/)).toBeVisible();
  const email = inspector.getByRole('row').filter({ hasText: 'email' }).first();
  await expect.element(email).toMatchTextContent('••• masked → ••• masked');
  await inspector.getByRole('tab', { name: 'Payload' }).click();
  await expect.element(treeItem(/first_name: ••• masked/)).toBeVisible();
  expect(document.body.textContent).not.toContain('ada.king@example.com');
});

test('a delivery that is not there is an error that says so and can be asked for again', async () => {
  const gone = 'nowhere' as never;
  await openPanel([deploymentOf(backend)], { deployment: backend.url, event: gone } as never);
  await expect.element(inspector.getByRole('alert')).toBeVisible();
  expect(inspector.element().textContent).not.toContain(backend.accessKey);
  await inspector.getByRole('button', { name: 'Try again' }).click();
  await expect.element(inspector.getByRole('alert')).toBeVisible();
});
