/**
 * The longest that the editor of a body blocks its page: with the largest body that a deployment
 * accepts, and when 5 MB are pasted into it. Fails above 50 ms, where a browser begins to call a
 * task long.
 */
import type { JSHandle, Page } from 'puppeteer-core';
import { overHttp } from '../behaviours/overHttp.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import type { SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { reportLongest, reportWorst } from './pageTasks.ts';
import { withPanelPage } from './panelPage.ts';

const EDITOR = '[aria-label="Event body"]';

await withPanelPage(async (page, deployment) => {
  for (const [name, bytes] of [
    ['2 KB', 2_000],
    ['500 KB', 500_000],
  ] as const) {
    await edit(page, deployment, name, bytes);
  }
});

reportWorst('editor of a body');

async function edit(page: Page, deployment: SpawnedDeployment, name: string, bytes: number) {
  const user = `user_2${name.replace(' ', '')}`;
  await overHttp(deployment).deliver(bodyOf(user, bytes), { svix_id: `msg_${user}` });
  const row = await page.waitForSelector(`[role=row] ::-p-text(Ada ${user})`);
  await row!.click();
  await pause(1_000);
  await reportLongest(page, `${name}: opening`, async () => {
    await page.click('[aria-label="Edit and re-dispatch"]');
    await page.waitForSelector(EDITOR);
    await pause(3_000);
  });
  await reportLongest(page, `${name}: typing`, async () => {
    await page.keyboard.press('End');
    await page.keyboard.type(' 123', { delay: 300 });
    await pause(3_000);
  });
  for (const button of ['Revert', 'Set updated_at to now', 'Format']) {
    await reportLongest(page, `${name}: ${button}`, async () => {
      await page.click(`::-p-xpath(//button[.="${button}"])`);
      await pause(3_000);
    });
  }
  const clipboard = await clipboardOf(page, bodyOf(user, 5_000_000));
  await reportLongest(page, `${name}: pasting 5 MB`, async () => {
    await page.$eval(EDITOR, (editor, event) => void editor.dispatchEvent(event), clipboard);
    await page.waitForSelector('[role=dialog] [role=alert]');
    await pause(1_000);
  });
  await page.click('[aria-label="Close"]');
  await page.click('::-p-xpath(//button[.="Discard it"])');
}

/** A user with so many bytes of metadata, in lines as a person would paste them. */
function bodyOf(id: string, bytes: number): string {
  const item = { id: 'item_2abc', name: 'an item of the metadata', tags: ['a', 'b'], n: 17 };
  const list = Array.from({ length: bytes / 80 }, (_, n) => ({ ...item, n }));
  return JSON.stringify(userCreated({ id, last_name: id, unsafe_metadata: { list } }));
}

/** Pastes this text as if from the clipboard, which a page without focus may not read. */
function clipboardOf(page: Page, text: string): Promise<JSHandle<ClipboardEvent>> {
  return page.evaluateHandle((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    return new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  }, text);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
