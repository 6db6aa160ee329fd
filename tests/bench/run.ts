/** `npm run bench`: every measurement of this folder, or those that are named, one after another. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';

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

for (const [i, file] of benches.entries()) {
  if (wanted.length > 0 && !wanted.includes(names[i]!)) continue;
  process.stdout.write(`\nbench ${names[i]}\n`);
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
