/** A functions folder that changes under a running engine. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openEngine } from '../../../local/engine/engine.ts';
import { temporaryFolder, testEngine } from './testEngine.ts';

const packages = new URL('../../../node_modules', import.meta.url).pathname;

const schema = (fields: string, indexes = '') => `
  import { defineSchema, defineTable } from 'convex/server';
  import { v } from 'convex/values';
  export default defineSchema({ notes: defineTable({ ${fields} })${indexes} });
`;

const notes = (more = '') => `
  import { mutationGeneric as mutation, queryGeneric as query } from 'convex/server';
  import { v } from 'convex/values';
  export const add = mutation({
    args: { note: v.any() },
    handler: (ctx, { note }) => ctx.db.insert('notes', note),
  });
  export const list = query({
    args: {},
    handler: async (ctx) => (await ctx.db.query('notes').collect()).map(({ text }) => text),
  });
  ${more}
`;

const byText = `
  export const byText = query({
    args: {},
    handler: async (ctx) =>
      (await ctx.db.query('notes').withIndex('by_text').collect()).map(({ text }) => text),
  });
`;

/** A functions folder of its own, with the packages of this project. */
function folder(files: Record<string, string>) {
  const parent = temporaryFolder();
  symlinkSync(packages, join(parent, 'node_modules'));
  const path = join(parent, 'convex');
  const write = (changed: Record<string, string>) => {
    for (const [name, text] of Object.entries(changed)) {
      mkdirSync(join(path, name, '..'), { recursive: true });
      writeFileSync(join(path, name), text);
    }
  };
  write(files);
  return { path, write };
}

describe('a change of the functions', () => {
  test('takes effect, keeps the data and makes every query run again', async () => {
    const { path, write } = folder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    await test.mutation('notes:add', { note: { text: 'a' } });
    const onReload = vi.fn();
    test.engine.onReload(onReload);
    write({ 'notes.ts': notes(`export const two = query({ args: {}, handler: () => 2 });`) });
    await test.engine.reload();
    expect(onReload).toHaveBeenCalledOnce();
    expect(await test.query('notes:two')).toBe(2);
    expect(await test.query('notes:list')).toEqual(['a']);
  });

  test('with a syntax error is refused with its place, and the old functions go on', async () => {
    const { path, write } = folder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    write({ 'broken.ts': 'export const x = ;\n' });
    await expect(test.engine.reload()).rejects.toThrow('convex/broken.ts:1:18: Unexpected ";"');
    expect(await test.query('notes:list')).toEqual([]);
  });

  test('with a module that throws is refused with what it threw', async () => {
    const { path, write } = folder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    write({ 'model/broken.ts': "throw new Error('at the top');\nexport {};\n" });
    await expect(test.engine.reload()).rejects.toThrow(
      'model/broken cannot be imported: at the top',
    );
    expect(await test.query('notes:list')).toEqual([]);
  });

  test('to a schema that documents do not match is refused whole', async () => {
    const { path, write } = folder({
      'notes.ts': notes(),
      'schema.ts': schema('text: v.string()'),
    });
    const test = await testEngine('', { functions: path });
    const id = (await test.mutation('notes:add', { note: { text: 'a' } })) as string;
    write({
      'notes.ts': notes(byText),
      'schema.ts': schema('text: v.number()', `.index('by_text', ['text'])`),
    });
    await expect(test.engine.reload()).rejects.toThrow(
      `Document with ID "${id}" in table "notes" does not match the schema: ` +
        'Value does not match validator.\nPath: .text\nValue: "a"\nValidator: v.float64()',
    );
    await test.mutation('notes:add', { note: { text: 'b' } });
    expect(await test.query('notes:list')).toEqual(['a', 'b']);
    await expect(test.query('notes:byText')).rejects.toThrow('Could not find function');
  });

  test('that adds an index fills it; one that removes it drops it', async () => {
    const { path, write } = folder({
      'notes.ts': notes(byText),
      'schema.ts': schema('text: v.string()'),
    });
    const test = await testEngine('', { functions: path });
    for (const text of ['c', 'a', 'b']) await test.mutation('notes:add', { note: { text } });
    await expect(test.query('notes:byText')).rejects.toThrow('Index notes.by_text not found.');
    write({ 'schema.ts': schema('text: v.string()', `.index('by_text', ['text'])`) });
    await test.engine.reload();
    await test.mutation('notes:add', { note: { text: 'aa' } });
    expect(await test.query('notes:byText')).toEqual(['a', 'aa', 'b', 'c']);
    write({ 'schema.ts': schema('text: v.string()') });
    await test.engine.reload();
    await expect(test.query('notes:byText')).rejects.toThrow('Index notes.by_text not found.');
  });

  test.each([
    ['by_id', "['text']", 'its name is reserved'],
    ['by_text', "['none']", 'it references the field none that does not exist'],
    ['by_text', "['text', 'text']", 'it names a field twice'],
  ])('that adds an index that cannot be is refused: %s on %s', async (name, fields, reason) => {
    const { path, write } = folder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    write({ 'schema.ts': schema('text: v.string()', `.index('${name}', ${fields})`) });
    await expect(test.engine.reload()).rejects.toThrow(reason);
  });

  test('is enforced by the new schema on later writes', async () => {
    const { path, write } = folder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    await test.mutation('notes:add', { note: { text: 1 } });
    write({ 'schema.ts': schema('text: v.number()') });
    await test.engine.reload();
    await expect(test.mutation('notes:add', { note: { text: 'a' } })).rejects.toThrow(
      'does not match the schema',
    );
  });

  test('is seen by itself when the folder is watched, errors too', async () => {
    const { path, write } = folder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path, watch: true });
    const onReload = vi.fn();
    const onReloadError = vi.fn();
    test.engine.onReload(onReload);
    test.engine.onReloadError(onReloadError);
    write({ 'model/broken.ts': 'export const x = ;\n' });
    await vi.waitFor(() => expect(onReloadError).toHaveBeenCalled(), 60_000);
    expect(onReloadError).toHaveBeenCalledWith(expect.stringContaining('convex/model/broken.ts:1'));
    expect(onReload).not.toHaveBeenCalled();
    write({ 'model/broken.ts': 'export const x = 1;\n' });
    await vi.waitFor(() => expect(onReload).toHaveBeenCalled(), 60_000);
  });
});

describe('a functions folder', () => {
  test('that cannot be loaded stops the start with the reason', async () => {
    const { path } = folder({ 'node.ts': `'use node';\nexport const x = 1;\n` });
    await expect(openEngine({ data: null, functions: path })).rejects.toThrow(
      'convex/node.ts: "use node" is not supported by the local deployment.',
    );
    await expect(openEngine({ data: null, functions: join(path, 'none') })).rejects.toThrow(
      'There is no functions folder',
    );
  });

  test('has the entry points that the Convex CLI takes', async () => {
    const query = `
      import { queryGeneric as query } from 'convex/server';
      export const q = query({ args: {}, handler: () => 1 });
      export default q;
    `;
    const { path } = folder({
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

  test('may use the asynchronous context that Convex has', async () => {
    const { path } = folder({
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

  test('may not have what the bundler writes into', async () => {
    const { path } = folder({ '_deps/mine.ts': 'export const x = 1;\n' });
    await expect(openEngine({ data: null, functions: path })).rejects.toThrow(
      'convex/_deps/mine.ts: the folder _deps is reserved',
    );
  });

  test('may import a module when it is needed', async () => {
    const { path } = folder({
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

  test('may have crons only of functions that exist', async () => {
    const { path } = folder({
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
