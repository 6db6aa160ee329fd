/** The demo's commands as processes, in a folder of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { DemoRecord } from '../../local/demo/record.ts';

const DEMO = `${process.cwd()}/local/demo`;

/** Runs `start.ts` or `send.ts` where there is no display. */
export function spawnDemo(folder: string, file: string, ...args: string[]): ChildProcess {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  return spawn(process.execPath, [`${DEMO}/${file}`, ...args], {
    cwd: folder,
    env,
    // The channel ends it when this process is killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** The output so far. */
export function outputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  }
  return () => text;
}

/** The record that npm start wrote into its folder. */
export function demoRecord(folder: string): DemoRecord {
  return JSON.parse(readFileSync(`${folder}/.convex-local/demo.json`, 'utf8'));
}
