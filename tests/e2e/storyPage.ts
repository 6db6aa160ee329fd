/** The demo page with Clerk's SDK, whose webhooks go to the deployment of a story. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startClerk } from '../../local/demo/clerk/server.ts';
import { clerkEvent, type ClerkUser } from '../../local/demo/traffic/clerkUser.ts';
import { Directory, fullName } from '../../local/demo/traffic/directory.ts';
import { pageFiles } from '../../local/demo/pageFiles.ts';
import { Sender } from '../../local/demo/traffic/sender.ts';
import { SECRET, type Backend } from './backend.ts';

export interface StoryPage {
  url: string;
  close: () => void;
}

/**
 * A page with a signed-in user whose webhook the deployment has received.
 *
 * @param delay how long each webhook takes to arrive, in milliseconds
 */
export async function startStoryPage(
  backend: Backend,
  user: ClerkUser,
  delay: () => number = () => 0,
): Promise<StoryPage> {
  const sender = new Sender(backend.webhookUrl, SECRET, () => {});
  const clerk = await startClerk({
    port: 0,
    directory: new Directory([user], () => {}),
    controlToken: 'none',
    page: await pageFiles(),
    deploymentUrl: backend.url,
    async send(event, who) {
      await sleep(delay());
      return await sender.send(event, who);
    },
  });
  await sender.send(clerkEvent('user.created', user, user.updated_at), fullName(user));
  return {
    url: clerk.url,
    close() {
      clerk.close();
      sender.stop();
    },
  };
}

/** What a person does on the demo page, in any browser: by its forms' fields and buttons. */
export function pageCode(form: string, fields: Record<string, string>, button: string): string {
  return `(() => {
    const form = document.getElementById(${JSON.stringify(form)});
    for (const [name, value] of Object.entries(${JSON.stringify(fields)})) form.elements[name].value = value;
    form.requestSubmit(form.querySelector(${JSON.stringify(button)}));
  })()`;
}
