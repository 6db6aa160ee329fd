/** What the built panel loads when it opens, and what only on first use. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { CHROME_BUILD } from '../../local/demo/browser/extensionBuild.ts';

/** The scripts of the build, other than workers, by their paths. */
let scripts: Map<string, string>;
/** The scripts that the panel's page loads before it can run. */
let first: Set<string>;

beforeAll(async () => {
  const paths = await readdir(CHROME_BUILD, { recursive: true });
  const read = async (path: string) =>
    [path, await readFile(join(CHROME_BUILD, path), 'utf8')] as const;
  scripts = new Map(
    await Promise.all(paths.filter((path) => /(?<!\.worker-.*)\.js$/.test(path)).map(read)),
  );

  const html = await readFile(join(CHROME_BUILD, 'panel.html'), 'utf8');
  first = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path!));
  for (const path of first) for (const imported of staticImports(path)) first.add(imported);
});

test.each([
  // Class names that style sheets use, so that no build renames them.
  ['CodeMirror', 'cm-editor'],
  ['uPlot', 'u-legend'],
])('%s is loaded when it is first used, not when the panel opens', (_library, mark) => {
  const holders = [...scripts.keys()].filter((path) => scripts.get(path)!.includes(mark));
  expect(holders).not.toEqual([]);
  expect(holders.filter((path) => first.has(path))).toEqual([]);
});

test('the build contains every script that the panel loads when it opens', () => {
  // React's, without which nothing is rendered.
  const hasReact = [...first].some((path) => scripts.get(path)!.includes('react.element'));
  expect(hasReact).toBe(true);
});

function staticImports(path: string): string[] {
  const found: string[] = [];
  const add = (node: { source: { value: string } | null }) => {
    if (node.source) found.push(posix.join(posix.dirname(path), node.source.value));
  };
  new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
  }).visit(parseSync(path, scripts.get(path)!).program);
  return found;
}
