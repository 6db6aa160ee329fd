/** The local deployment as the demo needs it: a child process with its secrets in place. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ConvexHttpClient } from 'convex/browser';
import type { FunctionReference } from 'convex/server';
import { api, internal } from '../../convex/_generated/api.js';
import { DATA_FOLDER } from './record.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export type RunningDeployment = {
  url: string;
  siteUrl: string;
  adminKey: string;
  /** Resolves, when the process ends, with the signal that ended it or what it wrote to stderr. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

/** @throws with what the process wrote, if it ends before it serves. */
export async function startDeployment(): Promise<RunningDeployment> {
  const [port, sitePort] = [await freePort(3210), await freePort(3211)];
  const flags = { functions: `${ROOT}/convex`, data: DATA_FOLDER, port, 'site-port': sitePort };
  const child = spawn(
    process.execPath,
    [`${ROOT}/local/cli.ts`, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)],
    // A process group of its own: Ctrl-C comes to us, and we end it last and in order. The channel
    // ends it when we are killed.
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true },
  );
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code, signalled]) =>
    signalled ? `It was ended by ${signalled}.` : stderr.trim() || `Its exit code was ${code}.`,
  );

  const ready = await new Promise<{ url: string; siteUrl: string; adminKey: string }>(
    (serves, reject) => {
      createInterface(child.stdout!).on('line', (line) => {
        if (!line.startsWith('ready ')) return;
        stderr = '';
        serves(JSON.parse(line.slice('ready '.length)));
      });
      void ended.then((said) => reject(new Error(`The local deployment did not start. ${said}`)));
    },
  );
  return {
    ...ready,
    ended,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Sets environment variables of the deployment. */
export async function setEnvironment(
  { url, adminKey }: Pick<RunningDeployment, 'url' | 'adminKey'>,
  variables: Record<string, string>,
): Promise<void> {
  const changes = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const response = await fetch(`${url}/api/update_environment_variables`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Convex ${adminKey}` },
    body: JSON.stringify({ changes }),
  });
  if (!response.ok) {
    throw new Error(`The deployment refused its environment variables: ${await response.text()}`);
  }
}

/** The given access key if the deployment still takes it, else a new one. */
export async function accessKeyFor(
  { url, adminKey }: Pick<RunningDeployment, 'url' | 'adminKey'>,
  kept: string | null,
): Promise<string> {
  const options = { logger: false, skipConvexDeploymentUrlCheck: true } as const;
  const asOperator = new ConvexHttpClient(url, options);
  const works = (accessKey: string) =>
    asOperator.query(api.operators.me, { accessKey }).then(
      () => true,
      () => false,
    );
  if (kept !== null && (await works(kept))) return kept;

  const asAdmin = new ConvexHttpClient(url, options) as ConvexHttpClient & {
    // Marked internal in the package: there in the code, stripped from its types.
    setAdminAuth(adminKey: string): void;
  };
  asAdmin.setAdminAuth(adminKey);
  const issue = internal.admin.issueAccessKey as unknown as FunctionReference<
    'action',
    'public',
    { name: string; role: 'redispatcher' },
    { accessKey: string }
  >;
  return (await asAdmin.action(issue, { name: 'npm start', role: 'redispatcher' })).accessKey;
}

/** The preferred port, or 0 (any free one) where somebody else has it. */
export async function freePort(preferred: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(preferred, '127.0.0.1');
    await once(probe, 'listening');
    return preferred;
  } catch {
    return 0;
  } finally {
    probe.close();
  }
}
