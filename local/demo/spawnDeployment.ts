/** `npm run local` as a child process: for the demo, and for tests that kill it and start it again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const CLI = resolve(import.meta.dirname, '../cli.ts');

export interface SpawnOptions {
  /** Folder of Convex functions. */
  functions: string;
  /** Folder that keeps the data. In memory when left out. */
  data?: string;
  /** 0, the default, picks a free port. */
  port?: number;
  sitePort?: number;
  /** Environment variables of the deployment, set once it serves. */
  env?: Record<string, string>;
  /** Seconds that a function may compute without a break. */
  stuckAfter?: number;
  /** Gets each line that the process writes to stderr. */
  onLine?: (line: string) => void;
}

export interface SpawnedDeployment {
  url: string;
  siteUrl: string;
  adminKey: string;
  pid: number;
  /** The text that the process has written to stderr so far. */
  stderr: () => string;
  /** Resolves, when the process has ended, with its exit code: null when a signal ended it. */
  ended: Promise<number | null>;
  /** Sends the signal and resolves when the process has ended, with its exit code. */
  kill: (signal: NodeJS.Signals) => Promise<number | null>;
  /** Stops the process as Ctrl-C would. */
  stop: () => Promise<number | null>;
}

/**
 * Runs with the Node of this process.
 *
 * @throws with the process's own words, if it ends before it serves.
 */
export async function spawnDeployment(options: SpawnOptions): Promise<SpawnedDeployment> {
  const child = spawn(
    process.execPath,
    [
      CLI,
      `--functions=${options.functions}`,
      `--port=${options.port ?? 0}`,
      `--site-port=${options.sitePort ?? 0}`,
      options.data === undefined ? '--memory' : `--data=${options.data}`,
      ...(options.stuckAfter === undefined ? [] : [`--stuck-after=${options.stuckAfter}`]),
    ],
    // A process group of its own: Ctrl-C comes to this process, which ends the child in its turn. The
    // channel ends the child when this process is killed.
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true },
  );
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  createInterface(child.stderr!).on('line', (line) => options.onLine?.(line));

  const ready = await new Promise<{ url: string; siteUrl: string; adminKey: string }>(
    (serves, fails) => {
      createInterface(child.stdout!).on('line', (line) => {
        if (line.startsWith('ready ')) serves(JSON.parse(line.slice('ready '.length)));
      });
      void ended.then((code) =>
        fails(new Error(`The local deployment did not start (exit code ${code}): ${stderr}`)),
      );
    },
  );

  // A deployment that was not stopped must not keep this process running; it ends with this
  // process.
  const streams = [child.stdout as Socket, child.stderr as Socket];
  for (const handle of [child, child.channel!, ...streams]) handle.unref();

  async function kill(signal: NodeJS.Signals): Promise<number | null> {
    // Keep this process running until the deployment has ended.
    for (const handle of [child, ...streams]) handle.ref();
    child.kill(signal);
    return await ended;
  }

  if (options.env) await setEnvironment(ready, options.env);
  return {
    ...ready,
    pid: child.pid!,
    stderr: () => stderr,
    ended,
    kill,
    stop: () => kill('SIGINT'),
  };
}

/** Sets environment variables of a deployment. */
export async function setEnvironment(
  { url, adminKey }: Pick<SpawnedDeployment, 'url' | 'adminKey'>,
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
