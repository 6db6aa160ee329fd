import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../../local/functions/bundle.ts';
import { functionsFolder } from '../engine/functionsFolder.ts';

test('the sources of a bundle are files, also if modules of the bundler are among them', async () => {
  const { path } = functionsFolder({
    'a.ts': `import 'server-only'; import hooks from 'async_hooks'; export default hooks;`,
    'b.ts': `'use node';\nexport const f = 1;`,
  });
  const { inputs } = await bundle(path, '');
  expect(inputs.filter((input) => !existsSync(input))).toEqual([]);
  expect(inputs.map((input) => basename(input))).toEqual(expect.arrayContaining(['a.ts', 'b.ts']));
});
