/** `npm start`: from nothing to a live panel. Ctrl-C ends all of it, in order. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDemo } from './browser/browserWindow.ts';
import { findChromium } from './browser/chromium.ts';
import { startClerk } from './clerk/server.ts';
import { clerkEvent, signUp } from './traffic/clerkUser.ts';
import {
  accessKeyFor,
  deployVersion,
  freePort,
  markDeploy,
  startDeployment,
  USUAL_PORT,
} from './deployment.ts';
import { Directory, fullName } from './traffic/directory.ts';
import { buildExtensionIfStale } from './browser/extensionBuild.ts';
import { playIncident } from './traffic/incident.ts';
import { deliveryHeading, deliveryLine, deployLine, facts, portNote } from './output.ts';
import { pageFiles } from './pageFiles.ts';
import { howToOpenPanel, loadByHand } from './panelInstructions.ts';
import { signedInPerson } from './traffic/people.ts';
import { DATA_FOLDER, readRecord, writeRecord, type DemoRecord } from './record.ts';
import { Sender } from './traffic/sender.ts';
import { setEnvironment, type SpawnedDeployment } from './spawnDeployment.ts';
import { playOpening, runTraffic } from './traffic/traffic.ts';
import { FIRST_VERSION } from './traffic/versions.ts';
import { FUNCTIONS_RELOADED } from '../deployment.ts';

const WEBHOOK_PATH = '/clerk-users-webhook';

const stopping = new AbortController();
const { signal } = stopping;
// One Ctrl-C arrives twice, from the terminal and from npm. A later one ends this process at once.
const IMPATIENT_AFTER_MS = 2_000;
let askedAt = Infinity;
// 'disconnect' comes when the process that spawned it with a channel is gone, perhaps killed.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
  process.on(name, () => {
    if (Date.now() - askedAt > IMPATIENT_AFTER_MS) process.exit(1);
    askedAt = Math.min(askedAt, Date.now());
    stopping.abort();
  });
}
// The channel must not keep this process running.
process.channel?.unref();

/** The deployment, once it serves. */
let running: SpawnedDeployment | null = null;

/** Ends everything that was started, the newest first. */
const endings: (() => unknown)[] = [];

try {
  await start();
} catch (error) {
  if (!signal.aborted) {
    process.exitCode = 1;
    process.stderr.write(`\n${explained((error as Error).message)}\n`);
  }
} finally {
  for (const end of endings.toReversed()) await end();
  if (endings.length > 0)
    say(`Stopped. The data stays in ${DATA_FOLDER}/, and the next npm start continues with it.`);
}

async function start(): Promise<void> {
  const kept = readRecord();
  if (kept?.running && (await answers(kept.running.url))) {
    throw new Error(`npm start is already running, with its page at ${kept.running.url}.`);
  }
  say('Starting a local Convex deployment, and building the extension if it has changed ...');
  const built = Promise.all([pageFiles(), buildExtensionIfStale()]);
  const starting = startDeployment((line) => void report(line));
  endings.push(() =>
    starting.then(
      (deployment) => deployment.stop(),
      () => {},
    ),
  );
  const [deployment, [page]] = await Promise.all([starting, built]);
  signal.throwIfAborted();
  running = deployment;
  void deployment.ended.then((code) => {
    if (signal.aborted) return;
    process.exitCode = 1;
    say(`The local deployment has ended, with exit code ${code}.`);
    stopping.abort();
  });

  const record: DemoRecord = {
    signingSecret: kept?.signingSecret ?? `whsec_${randomBytes(24).toString('base64')}`,
    accessKey: await accessKeyFor(deployment, kept?.accessKey ?? null),
    users: kept?.users ?? [],
    running: null,
  };
  const keep = (change: Partial<DemoRecord>) =>
    writeRecord(Object.assign(record, change), deployment.url);

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
    DEMO_VERSION: FIRST_VERSION,
  });
  keep({ running: { url: clerk.url, token: controlToken } });
  endings.push(() => keep({ running: null }));

  const executablePath = await findChromium();
  const canShow = executablePath !== null && hasDisplay();
  say(
    facts({
      'Demo page': `${clerk.url}   (an app with Clerk: change your name there, and a webhook follows)`,
      Panel: canShow
        ? 'opening in Chromium, in the DevTools of the demo page'
        : howToOpenPanel(executablePath !== null),
      Deployment: `${deployment.url}   (its data is in ${DATA_FOLDER}/${portNote(deployment.url, USUAL_PORT)})`,
      Webhook: webhookUrl,
      'Send one': 'npm run send -- user.updated --set first_name=Nova   (in another terminal)',
      Stop: 'Ctrl-C',
    }),
  );
  say('\nWebhooks about invented people now arrive every few seconds, one line for each:\n');
  say(deliveryHeading());

  if (canShow) void openBrowser(executablePath, clerk.url, deployment.url, record.accessKey!);
  if (directory.signedIn === undefined) {
    const user = directory.put(signUp(signedInPerson, Date.now()));
    directory.signIn(user);
    await sender.send(clerkEvent('user.created', user, Date.now()), fullName(user));
  }
  const world = {
    directory,
    sender,
    signingSecret: record.signingSecret,
    random: Math.random,
    wait: (ms: number) => sleep(ms, undefined, { signal }),
    deploy: async (version: string) => {
      await deployVersion(deployment, version);
      say(deployLine(version, new Date()));
    },
  };
  await playOpening(world);
  await playIncident(world);
  await runTraffic(world);
}

/** Passes on what the running deployment prints. Edited functions also count as a deploy. */
async function report(line: string): Promise<void> {
  if (running === null || signal.aborted) return;
  say(line);
  if (line === FUNCTIONS_RELOADED) await markDeploy(running, 'Edited functions');
}

async function openBrowser(executablePath: string, page: string, url: string, accessKey: string) {
  try {
    const deployment = { id: 'demo', name: 'npm start', url, accessKey };
    const browser = await openDemo(executablePath, page, deployment);
    endings.push(() => browser.close());
    browser.once('disconnected', () => {
      if (!signal.aborted) say('The browser was closed. Everything else runs until Ctrl-C.');
    });
  } catch (error) {
    say(
      [`The browser could not be opened: ${(error as Error).message}`, ...loadByHand()].join('\n'),
    );
  }
}

/**
 * The deployment refuses data that its schema does not allow. Here, such data comes from an earlier
 * version.
 */
function explained(message: string): string {
  if (!message.includes('does not match the schema')) return message;
  return `${message.trim()}\nThe data in ${DATA_FOLDER}/ was written by an earlier version. Remove that folder, then run npm start again.`;
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
