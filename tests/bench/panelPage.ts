/** The built panel as a page of its own, connected to a local deployment, for benches. */
import type { Page } from 'puppeteer-core';
import { buildExtensionIfStale } from '../../local/demo/browser/extensionBuild.ts';
import { issueKey } from '../behaviours/deployment.ts';
import { overHttp } from '../behaviours/overHttp.ts';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { SECRET } from '../fixtures/data/signing.ts';

export const FUNCTIONS = new URL('../../convex', import.meta.url).pathname;

/**
 * Opens the panel, passes it to `measure`, and closes everything that it started.
 *
 * @param data The folder of a deployment; one in memory when left out.
 */
export async function withPanelPage(
  measure: (page: Page, deployment: SpawnedDeployment) => Promise<void>,
  data?: string,
): Promise<void> {
  await buildExtensionIfStale();
  const env = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET };
  const deployment = await spawnDeployment({ functions: FUNCTIONS, data, env });
  try {
    const { accessKey } = await issueKey(overHttp(deployment));
    const browser = await PanelBrowser.launch();
    try {
      await browser.connect({ url: deployment.url, accessKey });
      const { page } = await browser.openTab();
      await measure(page, deployment);
    } finally {
      await browser.close();
    }
  } finally {
    await deployment.stop();
  }
}
