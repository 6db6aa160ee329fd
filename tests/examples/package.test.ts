/** The package for apps: packed, unpacked into an app, and used there. */
import { globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPackage, NAME } from './installPackage.ts';
import { run } from './run.ts';
import { typeCheck } from './typeCheck.ts';

/** An app with everything of the library that apps import. */
const APP = {
  'schema.ts': `
    import { defineSchema, defineTable } from 'convex/server';
    import { v } from 'convex/values';
    import { webhookTables } from '${NAME}';
    export default defineSchema({ ...webhookTables, people: defineTable({ name: v.string() }) });`,
  'webhookAudit.ts': `export * from '${NAME}/audit';`,
  'webhookAdmin.ts': `export * from '${NAME}/admin';`,
  'webhookHandler.ts': `
    import { defineWebhooks, type Webhooks } from '${NAME}';
    import schema from './schema';
    export const routes = [{ path: '/clerk-users-webhook', secret: 'CLERK_WEBHOOK_SECRET' }];
    const webhooks: Webhooks = defineWebhooks(schema, {
      routes,
      handler: async (ctx, event) => {
        if (event.type !== 'user.created') return 'ignored';
        await ctx.db.insert('people', { name: String(event.data.id) });
      },
    });
    export const { apply, settings } = webhooks;`,
  'http.ts': `
    import { httpRouter } from 'convex/server';
    import { addWebhookRoutes } from '${NAME}';
    import { routes } from './webhookHandler';
    const http = httpRouter();
    addWebhookRoutes(http, routes);
    export default http;`,
  'crons.ts': `
    import { cronJobs } from 'convex/server';
    import { addWebhookCrons } from '${NAME}';
    const crons = cronJobs();
    addWebhookCrons(crons);
    export default crons;`,
  // As Clerk types its events, and as docs/your-app.md says to name an event by them.
  'clerkTyped.ts': `
    import { defineWebhooks, type Webhooks } from '${NAME}';
    import schema from './schema';
    type WebhookEvent = { object: 'event'; event_attributes: { http_request: object } } & (
      | { type: 'user.created' | 'user.updated'; data: { id: string; first_name: string | null } }
      | { type: 'session.created'; data: { id: string; user_id: string } });
    export const webhooks: Webhooks = defineWebhooks(schema, {
      routes: [],
      handler: async (ctx, { type, data }) => {
        const event = { type, data } as WebhookEvent;
        if (event.type === 'session.created') return 'ignored';
        const name: string | null = event.data.first_name;
        // @ts-expect-error A user has no user_id.
        await ctx.db.insert('people', { name: name ?? event.data.user_id });
      },
    });`,
  // Fails to type-check if the package's types are missing or any.
  'typed.ts': `
    import { webhookTables } from '${NAME}';
    // @ts-expect-error There is no such table.
    export const none = webhookTables.tableThatIsNotThere;`,
  'signed.ts': `
    import { signedRequest } from '${NAME}/test';
    // @ts-expect-error It needs a secret.
    export const request = signedRequest('{}', {});`,
};

let app: string;
let installed: string;

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'app-'));
  installed = await installPackage(app);
  await writeFile(
    join(app, 'package.json'),
    '{ "type": "module", "dependencies": { "convex": "*" } }',
  );
  await mkdir(join(app, 'convex'));
  for (const [file, code] of Object.entries(APP)) await writeFile(join(app, 'convex', file), code);
  // Also writes the template of convex/tsconfig.json.
  await run(app, 'convex', 'codegen', '--init', '--system-udfs', '--typecheck', 'disable');
});
afterAll(() => rm(app, { recursive: true }));

test('the package holds built code, types, documents and the licence, and nothing else', () => {
  const files = globSync('**/*.*', { cwd: installed }).concat(
    globSync('LICENSE', { cwd: installed }),
  );
  const expected =
    /^(dist\/.+\.(js|d\.ts)|docs\/[\w-]+\.md|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/;
  expect(files.filter((path) => !expected.test(path))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'dist/library.d.ts']));
});

test('every entry of the package is in it, with its types', async () => {
  const { exports } = await packageJson();
  const paths = Object.values(exports).flatMap((entry) => Object.values(entry));
  expect(paths.filter((path) => globSync(path, { cwd: installed }).length === 0)).toEqual([]);
});

test('the package has none of the scripts that npm asks an app to approve', async () => {
  const { scripts } = await packageJson();
  const asked = ['preinstall', 'install', 'postinstall', 'prepare'];
  expect(asked.filter((name) => name in scripts)).toEqual([]);
});

test('the package asks for the least convex that it needs', async () => {
  const { peerDependencies } = await packageJson();
  expect(peerDependencies).toEqual({ convex: '>=1.47.0' });
});

test('an install brings only what the code imports', async () => {
  const { dependencies, peerDependencies } = await packageJson();
  const imported = new Set<string>();
  for (const file of globSync('dist/**/*.js', { cwd: installed })) {
    const code = await readFile(join(installed, file), 'utf8');
    for (const [, name] of code.matchAll(/^(?:import|export) .*? from '([^.'/]+)/gm)) {
      imported.add(name!);
    }
  }
  const declared = Object.keys({ ...dependencies, ...peerDependencies });
  expect([...imported].toSorted()).toEqual(declared.toSorted());
});

test('Node finds and runs the package in an app', async () => {
  const code = `import { defineWebhooks } from '${NAME}'; console.log(typeof defineWebhooks);`;
  const { stdout } = await run(app, process.execPath, '--input-type=module', '--eval', code);
  expect(stdout.trim()).toBe('function');
});

test.each([
  ['typescript-5.0', 'Bundler'],
  ['typescript-5.0', 'Node'],
  ['typescript-5.9', 'Bundler'],
  ['typescript', 'Bundler'],
])('an app type-checks by %s with module resolution %s', async (typescript, resolution) => {
  const copy = await mkdtemp(join(app, 'checked-'));
  await cp(join(app, 'convex'), copy, { recursive: true });
  const template = await readFile(join(copy, 'tsconfig.json'), 'utf8');
  await writeFile(
    join(copy, 'tsconfig.json'),
    template.replace('"moduleResolution": "Bundler"', `"moduleResolution": "${resolution}"`),
  );
  expect(await typeCheck(app, copy, typescript)).toBe('');
});

async function packageJson() {
  return JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    exports: Record<string, Record<string, string>>;
    scripts: Record<string, string>;
    dependencies: Record<string, string>;
    peerDependencies: Record<string, string>;
  };
}
