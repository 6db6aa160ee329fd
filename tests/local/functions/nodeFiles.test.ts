/** Apps with some functions for Node's runtime. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../../local/deployment.ts';

/** Within the project, so that the functions find their packages. */
const SCRATCH = new URL('../../../node_modules/.cache', import.meta.url).pathname;

const FILES = {
  'mail.ts': `
    // Sends mail.
    'use node';
    import { readFileSync } from 'node:fs';
    import nothing from 'a-package-that-is-not-installed';
    import { actionGeneric } from 'convex/server';
    export const send = actionGeneric(async () => [readFileSync, nothing].length);
    export default actionGeneric(async () => null);
  `,
  'notes.ts': `
    import { actionGeneric, makeFunctionReference, queryGeneric } from 'convex/server';
    export const list = queryGeneric(async () => ['a note']);
    export const mail = actionGeneric((ctx) => ctx.runAction(makeFunctionReference('mail:send')));
    const directive = \`
      'use node';
    \`;
    export const text = queryGeneric(async () => directive.trim());
  `,
};

let folder: string;
let deployment: Deployment;
let client: ConvexHttpClient;

beforeAll(async () => {
  mkdirSync(SCRATCH, { recursive: true });
  folder = mkdtempSync(join(SCRATCH, 'node-files-'));
  const functions = join(folder, 'convex');
  mkdirSync(functions);
  for (const [name, code] of Object.entries(FILES)) writeFileSync(join(functions, name), code);
  deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
  client = new ConvexHttpClient(deployment.url, { logger: false });
});

afterAll(async () => {
  await deployment?.close();
  rmSync(folder, { recursive: true });
});

test('files without "use node" run beside one with it', async () => {
  expect(await client.query(fn<'query'>('notes:list'))).toEqual(['a note']);
});

test.each(['mail:send', 'mail', 'notes:mail'])(
  'a call of %s fails and names what is missing',
  async (path) => {
    const name = path === 'mail' ? 'mail' : 'mail:send';
    await expect(client.action(fn<'action'>(path))).rejects.toThrow(
      `${name} needs Node's runtime ("use node"), which the local deployment does not have.`,
    );
  },
);

test('a text that mentions "use node" is not the directive', async () => {
  expect(await client.query(fn<'query'>('notes:text'))).toBe("'use node';");
});
