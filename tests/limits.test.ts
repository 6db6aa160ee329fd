/** Bounds on the size of what is written here, so that each file and component can be read at once. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { components } from './components.ts';

type Source = { file: string; code: string };

interface Limit {
  name: string;
  over: (source: Source) => string[];
  bad: Source;
}

const MOST_LINES = 250;
const MOST_PROPS = 10;
const MOST_HOOKS = 12;

const limits: Limit[] = [
  {
    name: `no file has more than ${MOST_LINES} lines`,
    over: ({ file, code }) => {
      const lines = code.split('\n').length - 1;
      return lines > MOST_LINES
        ? [`${file} has ${lines} lines. Divide it by what it is about.`]
        : [];
    },
    bad: { file: 'local/long.ts', code: 'export {};\n'.repeat(MOST_LINES + 1) },
  },
  {
    name: `no component takes more than ${MOST_PROPS} props`,
    over: ({ file, code }) =>
      components(file, code)
        .filter(({ props }) => props > MOST_PROPS)
        .map(({ name, props }) => `${name} in ${file} takes ${props} props. Give it a context.`),
    bad: {
      file: 'extension/timeline/Row.tsx',
      code: `export const Row = memo(({ ...all }: Row) => null); interface Row { ${numbered(
        MOST_PROPS + 1,
        (at) => `prop${at}: string;`,
      )} }`,
    },
  },
  {
    name: `no component or hook calls more than ${MOST_HOOKS} hooks`,
    over: ({ file, code }) =>
      components(file, code)
        .filter(({ hooks }) => hooks > MOST_HOOKS)
        .map(({ name, hooks }) => `${name} in ${file} calls ${hooks} hooks. Move some to a hook.`),
    bad: {
      file: 'extension/timeline/Grid.tsx',
      code: `function Grid() { ${numbered(MOST_HOOKS + 1, (at) => `useState(${at});`)} }`,
    },
  },
];

const sources = globSync(
  '{build,convex,examples,extension,local,tests,webhooks}/**/*.{ts,tsx,js,mjs}',
  { exclude: (path) => /_generated|node_modules/.test(path) },
).map((file) => ({ file: file.replaceAll('\\', '/'), code: readFileSync(file, 'utf8') }));

describe.each(limits)('$name', ({ over, bad }) => {
  test('holds', () => {
    expect(sources.flatMap(over)).toEqual([]);
  });

  test('catches a bad sample', () => {
    expect(over(bad)).toEqual([expect.stringContaining(bad.file)]);
  });
});

function numbered(count: number, text: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => text(at)).join(' ');
}
