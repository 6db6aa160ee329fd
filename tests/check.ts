/** All static checks. Each runs to its end, even after another failed. */
import { spawnSync } from 'node:child_process';
import { checkGeneratedCode } from './generatedCode.ts';

const checks: [name: string, command: string, ...args: string[]][] = [
  // By its path, since the older versions of TypeScript that check the examples also have a `tsc`.
  ['types', 'node', 'node_modules/typescript/bin/tsc', '--noEmit'],
  ['lint', 'oxlint', '--config=oxlint.json', '--type-aware', '--deny-warnings'],
  ['format', 'prettier', '--check', '--log-level=warn', '.'],
  ['unused', 'knip', '--no-progress'],
];

const failed = checks
  .filter(([name, command, ...args]) => {
    process.stdout.write(`check ${name}\n`);
    return spawnSync(command, args, { stdio: 'inherit' }).status !== 0;
  })
  .map(([name]) => name);

process.stdout.write('check generated code and a first push\n');
const problem = checkGeneratedCode();
if (problem !== null) {
  process.stdout.write(`${problem}\n`);
  failed.push('generated code and a first push');
}

if (failed.length > 0) {
  process.stdout.write(`\nFailed: ${failed.join(', ')}.\n`);
  process.exitCode = 1;
}
