/** The imports that must never exist, so that each part can be read, run and shipped by itself. */
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { describe, expect, test } from 'vitest';

/** What a file refers to: another file of ours, a package's entry, or the extension API. */
type Target = { file: string } | { package: string } | { global: 'browser' };
type Reference = { from: string; to: Target; typeOnly: boolean };

type Rule = {
  name: string;
  forbids(reference: Reference): boolean;
  advice: string;
  bad: { file: string; code: string };
};

const SHARED = 'convex/shared/';
const SIGNATURE = 'convex/model/signature.ts';
const SETTINGS = 'extension/app/settings.ts';

const rules: Rule[] = [
  {
    name: 'convex/ imports neither extension/ nor local/',
    forbids: ({ from, to }) => isIn(from, 'convex/') && isFileIn(to, 'extension/', 'local/'),
    advice:
      'The backend runs without them. What both sides need is pure: put it in convex/shared/.',
    bad: { file: 'convex/users.ts', code: `export * from '../local/engine/contract.ts';` },
  },
  {
    name: 'nothing that ships imports tests/',
    forbids: ({ from, to }) => !isIn(from, 'tests/') && isFileIn(to, 'tests/'),
    advice: 'Move the code to the part that uses it, and let the test import it from there.',
    bad: { file: 'local/cli.ts', code: `const { port } = await import('../tests/ports.ts');` },
  },
  {
    name: 'extension/ knows of convex/ only its API, the types of its data, and shared/',
    forbids: ({ from, to, typeOnly }) =>
      isIn(from, 'extension/') &&
      isFileIn(to, 'convex/') &&
      !isFileIn(to, SHARED, 'convex/_generated/api.') &&
      !(typeOnly && isFileIn(to, 'convex/_generated/dataModel.')),
    advice:
      'Ask the backend by a function of the API. Pure code of both sides goes to convex/shared/.',
    bad: {
      file: 'extension/users/UsersTable.tsx',
      code: `import { type Access, mask } from '../../convex/model/access.ts';`,
    },
  },
  {
    name: 'convex/shared/ imports only its siblings and convex/values',
    forbids: ({ from, to }) =>
      isIn(from, SHARED) &&
      !isFileIn(to, SHARED) &&
      !('package' in to && to.package === 'convex/values'),
    advice:
      'shared/ is pure and runs anywhere. What needs ctx, secrets or packages goes to convex/model/.',
    bad: {
      file: 'convex/shared/outcome.ts',
      code: `type Doc = import('../_generated/dataModel.js').Doc<'users'>;`,
    },
  },
  {
    name: 'svix is used only to verify a signature and to sign demo and test traffic',
    forbids: ({ from, to }) =>
      isPackage(to, 'svix') && from !== SIGNATURE && !isIn(from, 'local/demo/', 'tests/'),
    advice: `Verify through ${SIGNATURE}; sign in local/demo/ or tests/.`,
    bad: { file: 'convex/http.ts', code: `import { Webhook } from 'svix';` },
  },
  {
    name: 'convex/react stays in extension/data/',
    forbids: ({ from, to }) =>
      isPackage(to, 'convex/react') && !isIn(from, 'extension/data/', 'tests/'),
    advice: 'Write a hook in extension/data/ and let the view call that.',
    bad: {
      file: 'extension/timeline/Timeline.tsx',
      code: `import { useQuery } from 'convex/react';`,
    },
  },
  {
    name: 'browser.* stays in extension/entrypoints/ and the settings module',
    forbids: ({ from, to }) =>
      'global' in to && isIn(from, 'extension/') && !isIn(from, 'extension/entrypoints/', SETTINGS),
    advice: `Keep values through ${SETTINGS}; anything else of the browser is wiring for entrypoints/.`,
    bad: {
      file: 'extension/inspector/Payload.tsx',
      code: `void chrome.storage.local.get('theme');`,
    },
  },
  {
    name: 'local/ imports neither convex/ nor extension/, other than its demo',
    forbids: ({ from, to }) =>
      isIn(from, 'local/') && !isIn(from, 'local/demo/') && isFileIn(to, 'convex/', 'extension/'),
    advice:
      'It loads a functions folder by path and knows no webhooks: put the code in local/demo/.',
    bad: {
      file: 'local/engine/store.ts',
      code: `import type { Outcome } from '../../convex/shared/outcome.ts';`,
    },
  },
];

const sources = globSync('{convex,extension,local,tests}/**/*.{ts,tsx,js,mjs}', {
  exclude: (path) => path.includes('_generated'),
}).map((file) => ({ file: file.replaceAll('\\', '/'), code: readFileSync(file, 'utf8') }));

describe.each(rules)('$name', (rule) => {
  test('holds', () => {
    expect(sources.flatMap(({ file, code }) => violations(rule, file, code))).toEqual([]);
  });

  test('catches a bad sample', () => {
    expect(violations(rule, rule.bad.file, rule.bad.code)).toEqual([
      expect.stringContaining(rule.advice),
    ]);
  });
});

function violations(rule: Rule, file: string, code: string): string[] {
  return references(file, code)
    .filter((reference) => rule.forbids(reference))
    .map(({ to }) => `${file} uses ${Object.values(to)[0]}. ${rule.advice}`);
}

/** Every import, re-export, dynamic import and import type, and each use of the extension API. */
function references(from: string, code: string): Reference[] {
  const found: Reference[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    if (['wxt/browser', 'wxt/utils/storage'].includes(specifier) && !typeOnly)
      found.push({ from, to: { global: 'browser' }, typeOnly });
    const file = specifier.startsWith('.')
      ? posix.join(posix.dirname(from), specifier)
      : specifier.startsWith('/')
        ? specifier.slice(1)
        : null;
    found.push({ from, to: file === null ? { package: specifier } : { file }, typeOnly });
  };
  const isType = (node: { importKind?: string | null; exportKind?: string | null }) =>
    node.importKind === 'type' || node.exportKind === 'type';

  const { program, errors } = parseSync(from, code);
  if (errors.length > 0) throw new Error(`${from}: ${errors[0]?.message}`);
  new Visitor({
    ImportDeclaration(node) {
      const named = node.specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
      const onlyTypes = named.length > 0 && named.length === node.specifiers.length;
      add(node.source.value, isType(node) || (onlyTypes && named.every(isType)));
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, isType(node));
    },
    ExportAllDeclaration: (node) => add(node.source.value, isType(node)),
    TSImportType: (node) => add(node.source.value, true),
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        add(node.source.value, false);
    },
    MemberExpression({ object }) {
      if (object.type === 'Identifier' && ['browser', 'chrome'].includes(object.name))
        found.push({ from, to: { global: 'browser' }, typeOnly: false });
    },
  }).visit(program);
  return found;
}

function isIn(path: string, ...folders: string[]): boolean {
  return folders.some((folder) => path.startsWith(folder));
}

function isFileIn(target: Target, ...folders: string[]): boolean {
  return 'file' in target && isIn(target.file, ...folders);
}

function isPackage(target: Target, name: string): boolean {
  return 'package' in target && (target.package === name || target.package.startsWith(`${name}/`));
}
