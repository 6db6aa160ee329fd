/** Everything that can be said of the code without running it. Each check runs to its end. */
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const checks: [name: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '--noEmit'],
  ['lint', 'oxlint', '--deny-warnings'],
  ['format', 'prettier', '--check', '--log-level=warn', '.'],
  ['unused', 'knip', '--no-progress'],
];

const failed = checks
  .filter(([name, command, ...args]) => {
    process.stdout.write(`check ${name}\n`);
    return spawnSync(command, args, { stdio: 'inherit' }).status !== 0;
  })
  .map(([name]) => name);

process.stdout.write('check generated code\n');
const before = generatedCode();
execFileSync('convex', ['codegen', '--system-udfs', '--typecheck', 'disable'], { stdio: 'ignore' });
if (generatedCode() !== before) {
  process.stdout.write('convex/_generated was out of date. It has been written anew: commit it.\n');
  failed.push('generated code');
}

if (failed.length > 0) {
  process.stdout.write(`\nFailed: ${failed.join(', ')}.\n`);
  process.exitCode = 1;
}

function generatedCode(): string {
  return globSync('convex/_generated/*')
    .sort()
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}
