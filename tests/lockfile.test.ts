/** The lockfile is complete, so that `npm ci` works and `npm install` leaves it as it is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Needs = Partial<Record<(typeof KINDS)[number], Record<string, string>>>;
type Entry = Needs & { resolved?: string; integrity?: string; inBundle?: boolean };
/** By path: '' for this project itself, such as `node_modules/vite` for its packages. */
type Packages = Record<string, Entry>;

const KINDS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;
const REGISTRY = 'https://registry.npmjs.org/';
const MEND = 'See “Dependencies” in CONTRIBUTING.md.';

function faultsOf(project: Needs, packages: Packages): string[] {
  const root = packages[''] ?? {};
  const differing = KINDS.filter(
    (kind) => JSON.stringify(root[kind] ?? {}) !== JSON.stringify(project[kind] ?? {}),
  );
  return [
    ...differing.map((kind) => `The lockfile has other ${kind} than package.json. ${MEND}`),
    ...Object.entries(packages).flatMap(([path, entry]) => [
      ...missing(packages, path, entry),
      ...unsafe(path, entry),
    ]),
  ];
}

/** Packages of other platforms, too: npm leaves them out if it finds only its own in node_modules. */
function missing(packages: Packages, path: string, entry: Entry): string[] {
  const needed = { ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies };
  return Object.keys(needed)
    .filter((name) => !foldersAbove(path).some((folder) => `${folder}${name}` in packages))
    .map((name) => `${path || 'The project'} needs ${name}, which has no entry. ${MEND}`);
}

/** Where Node looks for the packages of a package, from its own folder up. */
function foldersAbove(path: string): string[] {
  const parts = path.split(/\/?node_modules\//);
  return parts.map((_, at) => {
    const above = parts.slice(1, parts.length - at).map((name) => `node_modules/${name}/`);
    return `${above.join('')}node_modules/`;
  });
}

function unsafe(path: string, { resolved, integrity, inBundle }: Entry): string[] {
  if (path === '' || inBundle) return [];
  return [
    ...(integrity === undefined ? [`${path} has no integrity. ${MEND}`] : []),
    ...(resolved !== undefined && !resolved.startsWith(REGISTRY)
      ? [`${path} comes from ${resolved}, which others cannot reach. ${MEND}`]
      : []),
  ];
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('the lockfile names every package that is needed, on any platform, and no foreign host', () => {
  const { packages } = read('package-lock.json') as { packages: Packages };
  expect(faultsOf(read('package.json') as Needs, packages)).toEqual([]);
});

const project = { dependencies: { a: '1.0.0' } };
const whole: Packages = {
  '': project,
  'node_modules/a': {
    integrity: 'sha512-a',
    dependencies: { b: '^1.0.0' },
    optionalDependencies: { 'a-darwin': '1.0.0' },
  },
  'node_modules/a/node_modules/b': { integrity: 'sha512-b', dependencies: { c: '1.0.0' } },
  'node_modules/a-darwin': { integrity: 'sha512-d', resolved: `${REGISTRY}a-darwin.tgz` },
  'node_modules/c': { integrity: 'sha512-c' },
};
const without = (path: string) =>
  Object.fromEntries(Object.entries(whole).filter(([other]) => other !== path));

test('a whole lockfile has no fault', () => {
  expect(faultsOf(project, whole)).toEqual([]);
});

test.each<[name: string, Packages, RegExp]>([
  ['without a package of another platform', without('node_modules/a-darwin'), /a needs a-darwin/],
  ['without a nested package', without('node_modules/a/node_modules/b'), /a needs b,/],
  ['without a package of a nested one', without('node_modules/c'), /b needs c,/],
  ['of another package.json', { ...whole, '': { dependencies: { a: '2.0.0' } } }, /other dep/],
  ['without a hash', { ...whole, 'node_modules/c': {} }, /c has no integrity/],
  [
    'with a package from a mirror',
    {
      ...whole,
      'node_modules/c': { integrity: 'sha512-c', resolved: 'https://mirror.test/c.tgz' },
    },
    /c comes from https:\/\/mirror\.test/,
  ],
])('a lockfile %s is refused', (_name, packages, fault) => {
  expect(faultsOf(project, packages)).toEqual([expect.stringMatching(fault)]);
});
