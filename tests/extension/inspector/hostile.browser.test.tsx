/**
 * Payloads that try to run code, disguise themselves or break the panel: every view shows them as
 * text.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  userUpdated,
  type Fields,
} from '../../fixtures/data/clerkEvents.ts';
import { hostilePayloads } from '../../fixtures/data/hostilePayloads.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { makeDelivery } from '../transfer/delivery.ts';

const MARKUP =
  '<img data-hostile src=x onerror="window.attacked = true"><script data-hostile>window.attacked = true</script>';
const SCRIPT_URL = 'javascript:window.attacked = true';
const DISGUISED = 'invoice\u202Egpj.exe\u200B';
const shown = { markup: /<img data-hostile src=x/, disguise: /invoiceU\+202Egpj\.exeU\+200B/ };

const TABS = ['Overview', 'Change', 'Payload', 'Diff', 'Headers', 'Attempts', 'User'];

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const users = page.getByRole('grid', { name: 'Users' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const tabpanel = inspector.getByRole('tabpanel');
const editor = page.getByRole('textbox', { name: 'Event body' });

afterEach(() => {
  expect('attacked' in window).toBe(false);
  expect('polluted' in {}).toBe(false);
});

/** Asserts that no element on the page was made by a payload. */
function expectInert(): void {
  expect(document.querySelectorAll('[data-hostile], [src*="javascript:" i]')).toHaveLength(0);
  expect([...document.links].filter(({ protocol }) => protocol === 'javascript:')).toEqual([]);
}

async function openTab(name: string): Promise<void> {
  await inspector.getByRole('tab', { name, exact: true }).click();
  await expect.element(inspector.getByText(/^(Loading|Reading|Comparing)/)).not.toBeInTheDocument();
  await expect.element(tabpanel).not.toBeEmptyDOMElement();
  await expect.element(page.getByText('stopped with an error')).not.toBeInTheDocument();
}

/**
 * A body with hostile text in every text field of a user, and a key that tries to change every
 * object.
 */
function withPrototype(body: object): string {
  return JSON.stringify(body).replace('"PROTO"', '"__proto__"');
}

function hostileUser(id: string): Fields {
  return clerkUser({
    id: `${id}${DISGUISED}`,
    first_name: MARKUP,
    last_name: DISGUISED,
    image_url: SCRIPT_URL,
    unsafe_metadata: { PROTO: { polluted: true }, [MARKUP]: SCRIPT_URL },
  });
}

describe('from a file', () => {
  async function importDeliveries(...deliveries: Parameters<typeof makeDelivery>[0][]) {
    const records = deliveries.map((delivery) => recordOf(makeDelivery(delivery), false));
    const file = new File([ndjsonOf(records)], `${MARKUP}${DISGUISED}.ndjson`);
    await openPanel([deploymentOf(backend)]);
    await userEvent.upload(page.getByLabelText('File to import'), file);
    await expect
      .element(page.getByRole('region', { name: 'Imported file' }))
      .toMatchTextContent(shown.disguise);
  }

  test('every tab shows hostile text in any field as text, and runs nothing', async () => {
    const user = { clerk_id: `user_2ada${DISGUISED}`, first_name: 'Ada' };
    await importDeliveries(
      { row: auditRow(0), body: JSON.stringify(userCreated()) },
      {
        row: auditRow(1, {
          svix_id: `msg_${DISGUISED}`,
          user_label: `${MARKUP}${DISGUISED}`,
          clerk_user_id: user.clerk_id,
          changes: [{ table: 'users', kind: 'update', fields: ['first_name', MARKUP] }],
          reason: `${MARKUP}${DISGUISED}`,
          previous: auditRow(0)._id,
        }),
        body: withPrototype(userUpdated(hostileUser('user_2ada'))),
        headers: [{ name: `x-${DISGUISED}`, value: `${MARKUP}${DISGUISED}` }],
        writes: [
          {
            table: `users${DISGUISED}`,
            document: `users_${MARKUP}`,
            kind: 'update',
            before: JSON.stringify(user),
            after: JSON.stringify({
              ...user,
              first_name: `${MARKUP}${DISGUISED}`,
              image_url: SCRIPT_URL,
            }),
            fields: ['first_name', 'image_url'],
          },
        ],
        error: `${MARKUP}${DISGUISED}`,
      },
    );
    await grid.getByRole('row', { name: /data-hostile/ }).click();
    for (const tab of TABS) {
      await openTab(tab);
      if (tab === 'Payload') {
        await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill('polluted');
        await expect.element(tabpanel).toMatchTextContent(/__proto__: \{ 1 field \}/);
        await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill('user_2ada');
      }
      await expect.element(tabpanel).toMatchTextContent(shown.markup);
      await expect.element(tabpanel).toMatchTextContent(shown.disguise);
      expectInert();
    }
  });

  const huge = ['a string of 5 MB', '20,000 levels', '100,000 items'];
  test.each(huge)('%s is shown in every tab', async (name) => {
    const [[, ordinary]] = hostilePayloads as [[string, string]];
    const [, body] = hostilePayloads.find(([other]) => other === name)!;
    await importDeliveries(
      { row: auditRow(0), body: ordinary },
      { row: auditRow(1, { user_label: name, previous: auditRow(0)._id }), body },
    );
    await grid.getByRole('row').filter({ hasText: name }).click();
    // Each tab is opened once: reading 5 MB takes a busy machine a while.
    const told: Record<string, RegExp> = { Payload: /type: "user\.updated"/, Diff: /plan: "pro"/ };
    for (const tab of TABS) {
      await openTab(tab);
      if (told[tab]) await expect.element(tabpanel).toMatchTextContent(told[tab]);
      expectInert();
    }
  });
});

describe('from a deployment', () => {
  /** The largest bodies that a deployment accepts, and deeply nested ones. */
  const bodies: [name: string, shown: RegExp, fields: Fields, metadata: string][] = [
    ['hostile text', shown.markup, hostileUser('user_2live'), ''],
    ['3,000 levels', /3,000 levels/, {}, `${'{"a":['.repeat(1_500)}1${']}'.repeat(1_500)}`],
    ['500 KB in one word', /500 KB/, {}, JSON.stringify('x'.repeat(500_000))],
  ];

  test.each(bodies)(
    '%s is shown, and does nothing, in Change, Diff, Users and the editor',
    async (name, text, fields, metadata) => {
      const id = `user_2${name.replaceAll(/\W/g, '')}`;
      const user = { id, first_name: name, ...fields };
      const changed = userUpdated({
        ...user,
        updated_at: NOON + 1_000,
        private_metadata: 'HERE',
      });
      await openPanel([deploymentOf(backend)]);
      const answers = await commands.deliver(backend.url, [
        { body: withPrototype(userCreated({ ...user, first_name: 'Ada' })) },
        { body: withPrototype(changed).replace('"HERE"', metadata || '{}') },
      ]);
      expect(answers).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }]);

      const label = fields.first_name === undefined ? name : 'data-hostile';
      await grid.getByRole('row', { name: new RegExp(`user.updated .*${label}`) }).click();
      for (const tab of ['Change', 'Diff']) {
        await openTab(tab);
        await expect.element(tabpanel).toMatchTextContent(text);
        expectInert();
      }

      await inspector.getByRole('button', { name: 'Edit and re-dispatch' }).click();
      await expect.element(editor).toMatchTextContent(text);
      expectInert();
      await userEvent.keyboard('{Escape}');
      await expect.element(editor).not.toBeInTheDocument();

      await page.getByRole('button', { name: 'Users', exact: true }).click();
      const row = users.getByRole('row').filter({ hasText: text });
      await expect.element(row).toBeVisible();
      expectInert();
      await row.click();
      const history = page.getByRole('region', { name: 'The row’s history' });
      await expect.element(history).toMatchTextContent(text);
      expectInert();
    },
  );

  test('characters that would disguise an id or a name are named in the editor and in the Users view', async () => {
    await openPanel([deploymentOf(backend)]);
    // A label holds 100 characters, so the name before must be short.
    const eve = { ...hostileUser('user_2id'), first_name: 'Eve' };
    await commands.deliver(backend.url, [{ body: withPrototype(userCreated(eve)) }]);
    await grid.getByRole('row', { name: /user.created Eve/ }).click();
    await inspector.getByRole('button', { name: 'Edit and re-dispatch' }).click();
    await expect
      .element(editor.getByTitle('Control character right-to-left override').first())
      .toBeVisible();
    await userEvent.keyboard('{Escape}');

    await page.getByRole('button', { name: 'Users', exact: true }).click();
    const row = users.getByRole('row').filter({ hasText: 'user_2id' });
    await expect.element(row).toMatchTextContent(/user_2idinvoiceU\+202Egpj\.exeU\+200B/);
    await row.click();
    await expect
      .element(
        page.getByRole('region', { name: 'User', exact: true }).getByRole('heading', { level: 2 }),
      )
      .toMatchTextContent(shown.disguise);
  });
});
