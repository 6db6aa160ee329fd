/** Functions folders that the engine takes or refuses. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openEngine } from '../../../local/localEngine.ts';
import { functionsFolder } from './functionsFolder.ts';
import { testEngine } from './testEngine.ts';

describe('a functions folder', () => {
  test('that cannot be loaded ends the start with the reason', async () => {
    const { path } = functionsFolder({ 'broken.ts': 'export const x = ;\n' });
    await expect(openEngine({ data: null, functions: path })).rejects.toThrow(
      'convex/broken.ts:1:18: Unexpected ";"',
    );
    await expect(openEngine({ data: null, functions: join(path, 'none') })).rejects.toThrow(
      'There is no functions folder',
    );
  });

  test('has the same entry points as for the Convex CLI', async () => {
    const query = `
      import { queryGeneric as query } from 'convex/server';
      export const q = query({ args: {}, handler: () => 1 });
      export default q;
    `;
    const { path } = functionsFolder({
      'plain.ts': query,
      'deep/er/module.js': query,
      'some.test.ts': query,
      '.hidden.ts': query,
      'with space.ts': query,
      '_generated/api.js': query,
      'component/convex.config.ts': query,
      'component/inner.ts': query,
      'text.md': '# not code',
      'empty.ts': '// nothing is exported',
    });
    const { engine } = await testEngine('', { functions: path });
    expect(engine.functionSpec().map((spec) => 'identifier' in spec && spec.identifier)).toEqual([
      'deep/er/module.js:default',
      'deep/er/module.js:q',
      'plain.js:default',
      'plain.js:q',
    ]);
  });

  test('may use AsyncLocalStorage', async () => {
    const { path } = functionsFolder({
      'context.ts': `
        import hooks, { AsyncLocalStorage } from 'node:async_hooks';
        import { queryGeneric as query } from 'convex/server';
        const storage = new AsyncLocalStorage();
        export const answer = query({
          args: {},
          handler: (ctx) =>
            storage.run(42, async () => {
              await ctx.db.query('notes').first();
              return [storage.getStore(), hooks.AsyncLocalStorage === AsyncLocalStorage];
            }),
        });
      `,
    });
    const test = await testEngine('', { functions: path });
    expect(await test.query('context:answer')).toEqual([42, true]);
  });

  test('may not contain the folder that the bundler writes to', async () => {
    const { path } = functionsFolder({ '_deps/mine.ts': 'export const x = 1;\n' });
    await expect(openEngine({ data: null, functions: path })).rejects.toThrow(
      'convex/_deps/mine.ts: the folder _deps is reserved',
    );
  });

  test('may import a module dynamically', async () => {
    const { path } = functionsFolder({
      'lazy.ts': `
        import { queryGeneric as query } from 'convex/server';
        export const answer = query({
          args: {},
          handler: async () => (await import('./model/answer.ts')).answer,
        });
      `,
      'model/answer.ts': 'export const answer = 42;',
    });
    const test = await testEngine('', { functions: path });
    expect(await test.query('lazy:answer')).toBe(42);
  });

  test('may only have cron jobs for functions that exist', async () => {
    const { path } = functionsFolder({
      'crons.ts': `
        import { cronJobs, makeFunctionReference } from 'convex/server';
        const crons = cronJobs();
        crons.interval('lost', { hours: 1 }, makeFunctionReference('nowhere:run'));
        export default crons;
      `,
    });
    await expect(openEngine({ data: null, functions: path })).rejects.toThrow(
      'crons: "lost" runs nowhere:run, which does not exist.',
    );
  });
});
