/** The imports that must never exist, so that each part can be read, run and shipped by itself. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { circles, partOf } from './circles.ts';
import { references, type Reference, type Target } from './references.ts';

/**
 * The floors of extension/, from the ground up. A part imports only from floors below its own.
 * docs/architecture.md says what each is for.
 */
const FLOORS = [
  ['data', 'ui'],
  ['panel'],
  ['page'],
  ['event', 'transfer'],
  ['history'],
  ['redispatch'],
  ['users'],
  ['inspector', 'timeline'],
  ['app'],
  ['entrypoints'],
];

type Rule = {
  name: string;
  forbids: (reference: Reference) => boolean;
  advice: string;
  bad: { file: string; code: string };
};

const SHARED = 'webhooks/shared/';
const SIGNATURE = 'webhooks/receive/signature.ts';
const SETTINGS = 'extension/panel/settings.ts';

const rules: Rule[] = [
  {
    name: 'convex/ and webhooks/ import neither extension/ nor local/',
    forbids: ({ from, to }) =>
      isIn(from, 'convex/', 'webhooks/') && isFileIn(to, 'extension/', 'local/'),
    advice:
      'The backend runs without them. What both sides need is pure: put it in webhooks/shared/.',
    bad: { file: 'convex/users.ts', code: `export * from '../local/engine/contract/contract.ts';` },
  },
  {
    name: 'nothing that ships imports tests/',
    forbids: ({ from, to }) => !isIn(from, 'tests/') && isFileIn(to, 'tests/'),
    advice: 'Move the code to the part that uses it, and let the test import it from there.',
    bad: { file: 'local/cli.ts', code: `const { port } = await import('../tests/ports.ts');` },
  },
  {
    name: 'extension/ knows of the backend only its API, the types of its data, and webhooks/shared/',
    forbids: ({ from, to, typeOnly }) =>
      isIn(from, 'extension/') &&
      isFileIn(to, 'convex/', 'webhooks/') &&
      !isFileIn(to, SHARED, 'convex/_generated/api.') &&
      !(typeOnly && isFileIn(to, 'convex/_generated/dataModel.')),
    advice:
      'Ask the backend by a function of the API. Pure code of both sides goes to webhooks/shared/.',
    bad: {
      file: 'extension/users/UsersTable.tsx',
      code: `import { type Access, mask } from '../../webhooks/access/access.ts';`,
    },
  },
  {
    name: 'webhooks/shared/ imports only its siblings, convex/values and a JSON scanner',
    forbids: ({ from, to }) =>
      isIn(from, SHARED) &&
      !isFileIn(to, SHARED) &&
      !isPackage(to, 'convex/values') &&
      !isPackage(to, 'jsonc-parser'),
    advice:
      'shared/ is pure and runs anywhere. What needs ctx, secrets or packages goes to webhooks/, by subject.',
    bad: {
      file: 'webhooks/shared/outcome.ts',
      code: `type Doc = import('../dataModel.ts').Doc<'webhookAudit'>;`,
    },
  },
  {
    name: 'webhooks/ imports nothing of convex/',
    forbids: ({ from, to }) => isIn(from, 'webhooks/') && isFileIn(to, 'convex/'),
    advice:
      'Any app uses the library: its own types are in webhooks/dataModel.ts, its function references in webhooks/functions.ts.',
    bad: {
      file: 'webhooks/receive/receive.ts',
      code: `import { internal } from '../../convex/_generated/api.js';`,
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
    name: 'imports in extension/ go down its floors',
    forbids: ({ from, to }) => {
      if (!isIn(from, 'extension/') || !isFileIn(to, 'extension/')) return false;
      const [part, other] = [from, 'file' in to ? to.file : ''].map(partOf);
      return part !== other && floorOf(part) <= floorOf(other);
    },
    advice:
      'A lower floor must not know the floors above it: move the code down, or pass it as an argument.',
    bad: {
      file: 'extension/ui/overlay/Dialog.tsx',
      code: `import { OutcomeChip } from '../../event/OutcomeChip.tsx';`,
    },
  },
  {
    name: 'what the inspected page says is neither exported nor re-dispatched',
    forbids: ({ from, to }) =>
      isIn(from, 'extension/transfer/', 'extension/redispatch/') && isFileIn(to, 'extension/page/'),
    advice: 'A page may lie, and what it says is private: it is only shown.',
    bad: {
      file: 'extension/transfer/ExportMenu.tsx',
      code: `import { usePageSnapshot } from '../page/PageProvider.tsx';`,
    },
  },
  {
    name: 'extension/page/ only reads from the deployment',
    forbids: ({ from, to }) =>
      isIn(from, 'extension/page/') &&
      isFileIn(to, 'extension/data/operator.', 'extension/data/redispatch.'),
    advice: 'A page may lie: nothing is written because of what it does.',
    bad: {
      file: 'extension/page/PageBar.tsx',
      code: `import { useRedispatch } from '../data/redispatch.ts';`,
    },
  },
  {
    name: 'local/engine/ imports nothing else of local/',
    forbids: ({ from, to }) =>
      isIn(from, 'local/engine/') && isFileIn(to, 'local/') && !isFileIn(to, 'local/engine/'),
    advice:
      'The engine knows neither sockets nor bundles: pass it in from local/localEngine.ts, or move it down.',
    bad: {
      file: 'local/engine/calls/runner.ts',
      code: `import { load } from '../../functions/load.ts';`,
    },
  },
  {
    name: 'local/ imports neither convex/, webhooks/ nor extension/, other than its demo',
    forbids: ({ from, to }) =>
      isIn(from, 'local/') &&
      !isIn(from, 'local/demo/') &&
      isFileIn(to, 'convex/', 'webhooks/', 'extension/'),
    advice:
      'It loads a functions folder by path and knows no webhooks: put the code in local/demo/.',
    bad: {
      file: 'local/engine/storage/store.ts',
      code: `import type { Outcome } from '../../../webhooks/shared/outcome.ts';`,
    },
  },
];

const sources = globSync('{convex,webhooks,extension,local,tests}/**/*.{ts,tsx,js,mjs}', {
  exclude: (path) => path.includes('_generated'),
}).map((file) => file.replaceAll('\\', '/'));
const allReferences = sources.flatMap((file) => references(file, readFileSync(file, 'utf8')));

describe.each(rules)('$name', (rule) => {
  test('this import rule holds', () => {
    expect(violations(rule, allReferences)).toEqual([]);
  });

  test('this import rule catches a bad sample', () => {
    expect(violations(rule, references(rule.bad.file, rule.bad.code))).toEqual([
      expect.stringContaining(rule.advice),
    ]);
  });
});

test('every part of extension/ stands on a floor', () => {
  const files = sources.filter((file) => isIn(file, 'extension/'));
  expect([...new Set(files.map(partOf))].sort()).toEqual(FLOORS.flat().sort());
});

test('no sub-folders of a folder in extension/ or local/ import each other in a circle', () => {
  const edges = allReferences
    .filter(({ from }) => isIn(from, 'extension/', 'local/'))
    .flatMap(({ from, to }) => ('file' in to ? [{ from, to: to.file }] : []));
  expect(circles(edges)).toEqual([]);
  const circle = [
    { from: 'extension/timeline/grid/EventGrid.tsx', to: 'extension/timeline/rows/useTimeline.ts' },
    { from: 'extension/timeline/rows/useOlderRows.ts', to: 'extension/timeline/grid/columns.tsx' },
  ];
  expect(circles(circle)).toEqual(['extension/timeline/grid <-> extension/timeline/rows']);
});

function floorOf(part: string | undefined): number {
  return FLOORS.findIndex((floor) => floor.includes(part ?? ''));
}

function violations(rule: Rule, found: Reference[]): string[] {
  return found
    .filter((reference) => rule.forbids(reference))
    .map(({ from, to }) => `${from} uses ${Object.values(to)[0]}. ${rule.advice}`);
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
