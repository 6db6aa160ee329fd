/** `npm start`: from nothing to a live panel. Ctrl-C ends all of it, in order. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDemo } from './browserWindow.ts';
import { findChromium, HOW_TO_GET_A_BROWSER } from './chromium.ts';
import { startClerk } from './clerk.ts';
import { clerkEvent, signUp } from './clerkUser.ts';
import { accessKeyFor, freePort, setEnvironment, startDeployment } from './deployment.ts';
import { Directory, fullName } from './directory.ts';
import { buildExtensionIfStale, CHROME_BUILD } from './extensionBuild.ts';
import { deliveryHeading, deliveryLine, facts } from './output.ts';
import { pageFiles } from './pageFiles.ts';
import { signedInPerson } from './people.ts';
import { DATA_FOLDER, readRecord, writeRecord, type DemoRecord } from './record.ts';
import { Sender } from './sender.ts';
import { runTraffic } from './traffic.ts';

const WEBHOOK_PATH = '/clerk-users-webhook';

const stopping = new AbortController();
const { signal } = stopping;
// One Ctrl-C comes twice, from the terminal and from npm; a later one means: at once.
const IMPATIENT_AFTER_MS = 2_000;
let askedAt = Infinity;
// The last tells that whoever spawned it with a channel is gone, perhaps killed.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
  process.on(name, () => {
    if (Date.now() - askedAt > IMPATIENT_AFTER_MS) process.exit(1);
    askedAt = Math.min(askedAt, Date.now());
    stopping.abort();
  });
}
// To be told of that must not keep it running.
process.channel?.unref();

/** What to end when the start ends, the newest first. */
const endings: (() => unknown)[] = [];

try {
  await start();
} catch (error) {
  if (!signal.aborted) {
    process.exitCode = 1;
    process.stderr.write(`\n${(error as Error).message}\n`);
  }
} finally {
  for (const end of endings.toReversed()) await end();
  if (endings.length > 0)
    say('Stopped. The data stays in .convex-local/; the next npm start goes on with it.');
}

async function start(): Promise<void> {
  const kept = readRecord();
  if (kept?.running && (await answers(kept.running.url))) {
    throw new Error(`npm start is already running, with its page at ${kept.running.url}.`);
  }
  say('Starting the local deployment and building the extension.');
  const built = Promise.all([pageFiles(), buildExtensionIfStale()]);
  const starting = startDeployment();
  endings.push(() =>
    starting.then(
      (deployment) => deployment.stop(),
      () => {},
    ),
  );
  const [deployment, [page]] = await Promise.all([starting, built]);
  signal.throwIfAborted();
  void deployment.ended.then((said) => {
    if (signal.aborted) return;
    process.exitCode = 1;
    say(`The local deployment is gone. ${said}`);
    stopping.abort();
  });

  const record: DemoRecord = {
    signingSecret: kept?.signingSecret ?? `whsec_${randomBytes(24).toString('base64')}`,
    accessKey: await accessKeyFor(deployment, kept?.accessKey ?? null),
    users: kept?.users ?? [],
    running: null,
  };
  const keep = (change: Partial<DemoRecord>) => writeRecord(Object.assign(record, change));

  const webhookUrl = `${deployment.siteUrl}${WEBHOOK_PATH}`;
  const sender = new Sender(webhookUrl, record.signingSecret, (delivery) => {
    if (!signal.aborted) say(deliveryLine(delivery, new Date()));
  });
  endings.push(() => sender.stop());

  const directory = new Directory(record.users, (users) => keep({ users }));
  const controlToken = randomUUID();
  const clerk = await startClerk({
    port: await freePort(3212),
    directory,
    page,
    controlToken,
    deploymentUrl: deployment.url,
    send: (event, who) => sender.send(event, who),
  });
  endings.push(() => clerk.close());
  await setEnvironment(deployment, {
    CLERK_WEBHOOK_SIGNING_SECRET: record.signingSecret,
    CLERK_JWT_ISSUER_DOMAIN: clerk.url,
  });
  keep({ running: { url: clerk.url, token: controlToken } });
  endings.push(() => keep({ running: null }));

  const executablePath = await findChromium();
  const canShow = executablePath !== null && hasDisplay();
  say(
    facts({
      Deployment: `${deployment.url}   (data in ${DATA_FOLDER}/)`,
      Webhook: webhookUrl,
      'Demo page': clerk.url,
      Panel: canShow
        ? 'opening in Chromium, in the DevTools of the demo page'
        : howToLook(executablePath !== null, deployment.url, record.accessKey!),
      'Send one': 'npm run send -- user.updated --set first_name=Nova   (in another terminal)',
      Stop: 'Ctrl-C',
    }),
  );
  say(`\n${deliveryHeading()}`);

  if (canShow) void openBrowser(executablePath, clerk.url, deployment.url, record.accessKey!);
  if (directory.signedIn === undefined) {
    const user = directory.put(signUp(signedInPerson, Date.now()));
    await sender.send(clerkEvent('user.created', user, Date.now()), fullName(user));
  }
  await runTraffic({
    directory,
    sender,
    signingSecret: record.signingSecret,
    random: Math.random,
    wait: (ms) => sleep(ms, undefined, { signal }),
  });
}

async function openBrowser(executablePath: string, page: string, url: string, accessKey: string) {
  try {
    const deployment = { id: 'demo', name: 'npm start', url, accessKey };
    const browser = await openDemo(executablePath, page, deployment);
    endings.push(() => browser.close());
    browser.once('disconnected', () => {
      if (!signal.aborted) say('The browser was closed. Everything else goes on until Ctrl-C.');
    });
  } catch (error) {
    say(`The browser could not be opened: ${(error as Error).message}\n${loadByHand()}`);
  }
}

function howToLook(hasBrowser: boolean, url: string, accessKey: string): string {
  const why = hasBrowser ? 'there is no display' : 'there is no browser';
  return [
    `not opened: ${why}. To look, on this machine:`,
    loadByHand(),
    `Connect with ${url} and the access key`,
    // Somebody reads a terminal now and then forgets it; a log is kept.
    process.stdout.isTTY ? accessKey : `that stands in ${DATA_FOLDER}/demo.json`,
    ...(hasBrowser ? [] : [HOW_TO_GET_A_BROWSER]),
  ].join('\n');
}

function loadByHand(): string {
  return `Open chrome://extensions, turn on Developer mode, choose Load unpacked and\n${CHROME_BUILD}; then click its icon in the toolbar.`;
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
