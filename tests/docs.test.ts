/** The documents name only files, folders and scripts that exist. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { scripts } from '../package.json';

/** Code spans may be relative to these, as in the tables of docs/architecture.md. */
const ROOTS = ['', 'extension/', 'local/engine/'];
/** Made by a build or at run time. */
const GENERATED = /^(dist|\.[\w-]+)\//;

const documents = globSync(['README.md', 'CONTRIBUTING.md', 'docs/*.md']);

/** The links, paths and scripts in a document that lead nowhere. */
function missing(document: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^https?:/.test(link) && !existsSync(join(document, link)));
  const paths = [...text.matchAll(/`([\w@.-]+(?:\/[\w@.-]+)*\/?)`/g)]
    .map(([, path]) => path!)
    .filter((path) => /\/$|\/[^/]*\.(tsx?|js|json|html|md|png)$/.test(path))
    .filter((path) => !GENERATED.test(path) && !ROOTS.some((root) => existsSync(root + path)));
  const unknownScripts = [...text.matchAll(/npm run ([\w-]+)/g)]
    .map(([, script]) => script!)
    .filter((script) => !(script in scripts));
  return [...links, ...paths, ...unknownScripts];
}

function join(document: string, link: string): string {
  return posix.join(posix.dirname(document), link);
}

test.each(documents)('every link, path and script in %s exists', (document) => {
  expect(missing(document, readFileSync(document, 'utf8'))).toEqual([]);
});

test('a link, a path or a script that does not exist is found', () => {
  const text =
    '[Use](docs/gone.md#it), [web](https://example.com), `npm run gone`, `npm run check`, ' +
    '`event/gone.ts`, `event/format.ts`, `extension/gone/`, `convex/react`, `dist/`';
  expect(missing('README.md', text)).toEqual([
    'docs/gone.md',
    'event/gone.ts',
    'extension/gone/',
    'gone',
  ]);
});
