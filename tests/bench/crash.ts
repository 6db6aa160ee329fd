/** Kills a writing deployment many times: `node tests/bench/crash.ts [rounds]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashRounds } from '../local/crash/rounds.ts';

const rounds = Number(process.argv[2] ?? 50);
// A fresh folder now and then: the checks read everything in one query, which has its limits.
const roundsPerFolder = 5;

for (let done = 0; done < rounds; done += roundsPerFolder) {
  const data = mkdtempSync(join(tmpdir(), 'crash-'));
  try {
    const kills = Math.min(roundsPerFolder, rounds - done);
    const { acknowledged, written } = await crashRounds(kills, data);
    process.stdout.write(
      `${done + kills} kills: ${acknowledged} of ${written} writes were acknowledged; ` +
        `none lost, torn or doubled\n`,
    );
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
