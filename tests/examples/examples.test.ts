/** Each example type-checks, has up-to-date generated code, and matches its README. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NAME } from './installPackage.ts';
import { run } from './run.ts';
import { EXAMPLES, installExample } from './startExample.ts';
import { typeCheck, TYPESCRIPTS } from './typeCheck.ts';

describe.each(['external-id', 'token-identifier'])('the example %s', (name) => {
  test.each(TYPESCRIPTS)('type-checks by %s', async (typescript) => {
    const app = await installExample(name);
    expect(await typeCheck(app, 'convex', typescript)).toBe('');
  });

  test('has up-to-date generated code, and the tsconfig.json that Convex writes', async () => {
    const app = await installExample(name);
    await run(app, 'rm', '-r', 'convex/_generated', 'convex/tsconfig.json');
    await run(app, 'convex', 'codegen', '--init', '--system-udfs', '--typecheck', 'disable');
    for (const file of globSync('convex/{tsconfig.json,_generated/*}', { cwd: app })) {
      const generated = readFileSync(join(app, file), 'utf8');
      expect(readFileSync(join(EXAMPLES, name, file), 'utf8')).toBe(generated);
    }
  });

  test('has every line that its README says was added, and no line that it says was removed', () => {
    const readme = readFileSync(join(EXAMPLES, name, 'README.md'), 'utf8');
    const changes = [...readme.matchAll(/^### `([^`]+)`\n[^`]*```diff\n([^`]+)```$/gm)];
    expect(changes.length).toBeGreaterThan(5);
    for (const [, file, diff] of changes) {
      const code = readFileSync(join(EXAMPLES, name, file!), 'utf8').split('\n');
      const lines = diff!.split('\n').filter((line) => line.length > 1);
      const held = lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
      expect([file, held.filter((line) => !code.includes(line))]).toEqual([file, []]);
      const removed = lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1));
      expect([file, removed.filter((line) => code.includes(line))]).toEqual([file, []]);
    }
  });

  test('installs the package of this version', () => {
    const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
    const { version } = read('package.json') as { version: string };
    const { dependencies } = read(join(EXAMPLES, name, 'package.json'));
    expect(dependencies[NAME]).toBe(`file:../../${NAME}-${version}.tgz`);
  });
});

test('each line that docs/your-app.md tells an app to add is in the example external-id', () => {
  const [section] = readFileSync('docs/your-app.md', 'utf8').split(/^## /m);
  const files = [...section!.matchAll(/^```ts\n\/\/ (convex\/.+)\n([^`]+)```$/gm)];
  expect(files).toHaveLength(7);
  for (const [, file, code] of files) {
    const held = readFileSync(join(EXAMPLES, 'external-id', file!), 'utf8').split('\n');
    const missing = code!.split('\n').filter((line) => line !== '' && !held.includes(line));
    expect([file, missing]).toEqual([file, []]);
  }
});
