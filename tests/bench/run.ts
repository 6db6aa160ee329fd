/**
 * `npm run bench`: runs all benches of this folder, or the named ones, one after another, and then
 * prints one table. Fails when a ratio misses its goal.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename } from 'node:path';
import { tableOf, type Line } from './report.ts';

const SUFFIX = '.bench.ts';
const benches = globSync(`${import.meta.dirname}/*${SUFFIX}`).toSorted();
const names = benches.map((file) => basename(file, SUFFIX));
const wanted = process.argv.slice(2);

const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `No bench is named ${unknown.join(', ')}. There are: ${names.join(', ')}.\n`,
  );
  process.exit(1);
}

const lines: Line[] = [];
for (const [i, file] of benches.entries()) {
  if (wanted.length > 0 && !wanted.includes(names[i]!)) continue;
  process.stdout.write(`\nbench ${names[i]}\n`);
  const child = spawn(process.execPath, [file], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (line) => lines.push(line as Line));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) process.exitCode = 1;
}
const memory = Math.round(totalmem() / 2 ** 30);
process.stdout.write(
  `\n${cpus().length} cores, ${memory} GiB of memory, Node ${process.version}\n\n`,
);
process.stdout.write(tableOf(lines));
