/** Payloads that would run, disguise themselves or break the panel: every view shows them as text. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { auditRow } from '../../fixtures/auditRow.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  userUpdated,
  type Fields,
} from '../../fixtures/clerkEvents.ts';
import { hostilePayloads } from '../../fixtures/hostilePayloads.ts';
import { deploymentOf, openPanel } from '../../fixtures/panel.tsx';
import { makeDelivery } from '../transfer/delivery.ts';

const MARKUP =
  '<img data-hostile src=x onerror="window.attacked = true"><script data-hostile>window.attacked = true</script>';
const SCRIPT_URL = 'javascript:window.attacked = true';
const DISGUISED = 'invoice\u202Egpj.exe\u200B';
const shown = { markup: /<img data-hostile src=x/, disguise: /invoiceU\+202Egpj\.exeU\+200B/ };

const TABS = ['Overview', 'Change', 'Payload', 'Diff', 'Headers', 'Attempts', 'User'];

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const users = page.getByRole('grid', { name: 'Users' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const tabpanel = inspector.getByRole('tabpanel');
const editor = page.getByRole('textbox', { name: 'Event body' });

beforeAll(async () => {
  backend = await commands.startBackend();
});
afterAll(() => commands.stopBackend(backend.url));

afterEach(() => {
  expect('attacked' in window).toBe(false);
  expect('polluted' in {}).toBe(false);
});

/** Nothing that is drawn now was made by a payload. */
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

/** A body with hostile text wherever a user has some, and a key that would change every object. */
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

  test('hostile text in every field is shown, and does nothing, in every tab', async () => {
    const user = { clerk_id: `user_2ada${DISGUISED}`, first_name: 'Ada' };
    await importDeliveries(
      { row: auditRow(0), body: JSON.stringify(userCreated()) },
      {
        row: auditRow(1, {
          svix_id: `msg_${DISGUISED}`,
          user_label: `${MARKUP}${DISGUISED}`,
          clerk_user_id: user.clerk_id,
          changed: ['first_name', MARKUP],
          reason: `${MARKUP}${DISGUISED}`,
          previous: auditRow(0)._id,
        }),
        body: withPrototype(userUpdated(hostileUser('user_2ada'))),
        headers: [{ name: `x-${DISGUISED}`, value: `${MARKUP}${DISGUISED}` }],
        before: user,
        after: { ...user, first_name: `${MARKUP}${DISGUISED}`, image_url: SCRIPT_URL },
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
    for (const tab of TABS) {
      await openTab(tab);
      expectInert();
    }
    await openTab('Payload');
    await expect.element(tabpanel).toMatchTextContent(/type: "user\.updated"/);
    await openTab('Diff');
    await expect.element(tabpanel).toMatchTextContent(/plan: "pro"/);
  });
});

describe('as they come', () => {
  /** The largest that a deployment takes, and what is deep. */
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

      await grid
        .getByRole('row', { name: /user.updated/ })
        .first()
        .click();
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
      const history = page.getByRole('region', { name: 'The user’s history' });
      await expect.element(history).toMatchTextContent(text);
      expectInert();
    },
  );

  test('what would disguise an id or a name is named in the editor and among the users', async () => {
    await openPanel([deploymentOf(backend)]);
    await commands.deliver(backend.url, [
      { body: withPrototype(userCreated(hostileUser('user_2id'))) },
    ]);
    await grid
      .getByRole('row', { name: /data-hostile/ })
      .first()
      .click();
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
