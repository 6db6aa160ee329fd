/** A backend with something of everything: what the pictures show. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clerkEvent, saveProfile, profileOf, signUp } from '../../local/demo/clerkUser.ts';
import { Directory } from '../../local/demo/directory.ts';
import { signedInPerson } from '../../local/demo/people.ts';
import { Sender } from '../../local/demo/sender.ts';
import { runTraffic } from '../../local/demo/traffic.ts';
import { copyFunctions } from '../fixtures/functionsCopy.ts';
import { Backend, SECRET } from './backend.ts';

const DELIVERIES = 40;
const HANDLER = `export async function onUserChange(_ctx, { after }) {
  if (after?.username === 'otto') throw new Error('The mail service is down');
}`;

/** A copy of the functions whose handler fails for one user. The caller removes the folder. */
export async function copyWithFailingHandler(): Promise<string> {
  const folder = await copyFunctions();
  await writeFile(join(folder, 'convex/model/onUserChange.ts'), HANDLER);
  return folder;
}

/** Some dozens of deliveries, good and bad, the newest of them a change of an e-mail address. */
export async function sendTraffic(backend: Backend): Promise<void> {
  const sender = new Sender(backend.webhookUrl, SECRET, () => {});
  const directory = new Directory([], () => {});
  const mira = directory.put(signUp(signedInPerson, Date.now()));
  await sender.send(clerkEvent('user.created', mira, Date.now()), 'Mira Holm');

  const enough = new AbortController();
  let waits = 0;
  const wait = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (++waits > DELIVERIES) enough.abort();
    enough.signal.throwIfAborted();
  };
  const world = { directory, sender, signingSecret: SECRET, random: Math.random, wait };
  await runTraffic(world).catch((error: unknown) => {
    if (error !== enough.signal.reason) throw error;
  });
  sender.stop();

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
