/** A backend with every kind of event, for the pictures. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clerkEvent, saveProfile, profileOf, signUp } from '../../local/demo/traffic/clerkUser.ts';
import { Directory } from '../../local/demo/traffic/directory.ts';
import { signedInPerson } from '../../local/demo/traffic/people.ts';
import { Sender } from '../../local/demo/traffic/sender.ts';
import { playOpening, runTraffic } from '../../local/demo/traffic/traffic.ts';
import { copyFunctions } from '../fixtures/deployments/functionsCopy.ts';
import { Backend, SECRET } from './backend.ts';

const DELIVERIES = 40;
const START = '  switch (type) {';
const FAULT = `  if (['nora', 'otto'].includes(data.username) && process.env.MAIL !== 'up')
    throw new Error('The mail service is down');\n`;

/** A copy of the functions whose handler fails for two users until `MAIL` is `up`. The caller removes the folder. */
export async function copyWithFailingHandler(): Promise<string> {
  const folder = await copyFunctions();
  const file = join(folder, 'convex/webhookHandler.ts');
  const working = await readFile(file, 'utf8');
  await writeFile(file, working.replace(START, FAULT + START));
  return folder;
}

/** Some dozens of deliveries, good and bad, the newest of them a change of an email address. */
export async function sendTraffic(backend: Backend): Promise<void> {
  const sender = new Sender(backend.webhookUrl, SECRET, () => {});
  const directory = new Directory([], () => {});
  const mira = directory.put(signUp(signedInPerson, Date.now()));
  directory.signIn(mira);
  await sender.send(clerkEvent('user.created', mira, Date.now()), 'Mira Holm');

  const enough = new AbortController();
  let waits = 0;
  const wait = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (++waits > DELIVERIES) enough.abort();
    enough.signal.throwIfAborted();
  };
  const world = { directory, sender, signingSecret: SECRET, random: Math.random, wait };
  await playOpening(world);
  await runTraffic(world).catch((error: unknown) => {
    if (error !== enough.signal.reason) throw error;
  });
  sender.stop();

  await retried(backend);
  await backend.forge(mira);
  const otto = signUp(
    { firstName: 'Otto', lastName: 'Lind', email: 'otto.lind@example.com' },
    Date.now(),
  );
  await backend.deliver('user.created', otto);
  const named = { ...profileOf(otto), username: 'otto' };
  await backend.deliver('user.updated', saveProfile(otto, named, Date.now()));
  const moved = { ...profileOf(mira), email: 'mira.holm@new.example.com' };
  await backend.deliver('user.updated', saveProfile(mira, moved, Date.now() + 1));
}

/** An event whose first two attempts fail, and whose third is applied. */
async function retried(backend: Backend): Promise<void> {
  const nora = signUp(
    { firstName: 'Nora', lastName: 'Vale', email: 'nora.vale@example.com' },
    Date.now(),
  );
  await backend.deliver('user.created', nora);
  const named = saveProfile(nora, { ...profileOf(nora), username: 'nora' }, Date.now());
  const attempt = backend.attempts('user.updated', named);
  await attempt();
  await attempt();
  await backend.setEnvironment({ MAIL: 'up' });
  await attempt();
  await backend.setEnvironment({ MAIL: '' });
}
