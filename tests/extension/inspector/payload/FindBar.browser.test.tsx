/** Finding text in the payload while its text changes: what is sought, or where. */
import { useState } from 'react';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { FindBar } from '../../../../extension/inspector/payload/FindBar.tsx';
import { inspectorItem } from '../../../../extension/panel/settings.ts';
import { TooltipProvider } from '../../../../extension/ui/control/Tooltip.tsx';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

describe('in a payload that answers later', () => {
  const field = page.getByRole('searchbox', { name: 'Find' });
  const status = page.getByRole('status');

  /** Answers the searches in the test's own time. */
  async function openBar() {
    const answers = new Map<string, (matches: number) => void>();
    const find = (text: string) =>
      new Promise<number>((resolve) => {
        answers.set(text, resolve);
      });
    const reveal = vi.fn();
    function Bar() {
      const [text, setText] = useState('');
      return <FindBar label="Find" text={text} onText={setText} find={find} reveal={reveal} />;
    }
    await render(<Bar />, { wrapper: TooltipProvider });
    return { reveal, answer: (text: string, matches: number) => answers.get(text)!(matches) };
  }

  test('Enter goes to no match of an earlier text', async () => {
    const { reveal, answer } = await openBar();
    await field.fill('a');
    answer('a', 7);
    await expect.element(status).toHaveTextContent('1 of 7');
    await userEvent.keyboard('{Enter}{Enter}');
    expect(reveal.mock.calls).toEqual([[0], [1], [2]]);

    await field.fill('ad');
    await userEvent.keyboard('{Enter}');
    await expect.element(status).toBeEmptyDOMElement();
    expect(reveal).toHaveBeenCalledTimes(3);
    answer('ad', 2);
    await expect.element(status).toHaveTextContent('1 of 2');
    expect(reveal.mock.calls.slice(3)).toEqual([[0]]);
  });

  test('a text that is typed again has no matches until it is answered again', async () => {
    const { reveal, answer } = await openBar();
    await field.fill('a');
    answer('a', 7);
    await expect.element(status).toHaveTextContent('1 of 7');
    await field.fill('ab');
    await field.fill('a');
    await userEvent.keyboard('{Enter}');
    await expect.element(status).toBeEmptyDOMElement();
    expect(reveal.mock.calls).toEqual([[0]]);
    answer('a', 3);
    await expect.element(status).toHaveTextContent('1 of 3');
  });

  test('an answer to an earlier text shows nothing', async () => {
    const { reveal, answer } = await openBar();
    await field.fill('a');
    await field.fill('az');
    answer('a', 7);
    answer('az', 0);
    await expect.element(status).toHaveTextContent('nothing');
    expect(reveal).not.toHaveBeenCalled();
    await field.fill('');
    await expect.element(status).toBeEmptyDOMElement();
  });
});

describe('in the panel', () => {
  const backend = ownBackend();
  const grid = page.getByRole('grid', { name: 'Webhook events' });
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const field = inspector.getByRole('searchbox', { name: 'Find in payload' });
  const active = inspector.getByRole('treeitem', { selected: true });
  const matches = (text: RegExp | string) =>
    inspector.getByRole('status').filter({ hasText: text });

  const updated = userUpdated({ last_name: 'King', updated_at: NOON + 5_000 });
  beforeAll(async () => {
    await deliver(backend, userCreated({ last_name: 'Lovelace' }), {
      event: updated,
      svixId: 'msg_updated',
    });
  });

  test('a text stays, and is found in the payload of another event that is opened', async () => {
    await inspectorItem.setValue({ tab: 'Payload', layout: 'inline', noise: true });
    await openPanel([deploymentOf(backend)]);
    await grid.getByRole('row', { name: /user.created/ }).click();
    await field.fill('last_name');
    await expect.element(active).toMatchTextContent(/last_name: "Lovelace"/);
    await grid.getByRole('row', { name: /user.updated/ }).click();
    await expect.element(active).toMatchTextContent(/last_name: "King"/);
    await expect.element(field).toHaveValue('last_name');

    await inspector.getByRole('tab', { name: 'Headers' }).click();
    await inspector.getByRole('tab', { name: 'Payload' }).click();
    await expect.element(active).toMatchTextContent(/last_name: "King"/);
  });

  test('another attempt of the open event leaves the text and the match that is shown', async () => {
    await inspectorItem.setValue({ tab: 'Payload', layout: 'inline', noise: true });
    await openPanel([deploymentOf(backend)]);
    await grid.getByRole('row', { name: /user.updated/ }).click();
    await field.fill('email');
    await expect.element(matches(/^1 of \d+$/)).toBeVisible();
    await userEvent.keyboard('{Enter}{Enter}');
    await expect.element(matches(/^3 of \d+$/)).toBeVisible();
    await expect.element(active).toMatchTextContent(/object: "email_address"/);

    await deliver(backend, { event: updated, svixId: 'msg_updated' });
    await expect.element(grid.getByRole('row', { name: /Attempt 2/ })).toBeVisible();
    await expect.element(matches(/^3 of \d+$/)).toBeVisible();
    await expect.element(field).toHaveFocus();
    await expect.element(active).toMatchTextContent(/object: "email_address"/);
  });
});
