/** A functions folder that changes under a running engine. */
import { describe, expect, test, vi } from 'vitest';
import { functionsFolder } from './functionsFolder.ts';
import { testEngine } from './testEngine.ts';

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

describe('a change of the functions', () => {
  test('takes effect, keeps the data and makes every query run again', async () => {
    const { path, write } = functionsFolder({ 'notes.ts': notes() });
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

  test('with a syntax error is refused with its place, and the old functions stay', async () => {
    const { path, write } = functionsFolder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    write({ 'broken.ts': 'export const x = ;\n' });
    await expect(test.engine.reload()).rejects.toThrow('convex/broken.ts:1:18: Unexpected ";"');
    expect(await test.query('notes:list')).toEqual([]);
  });

  test('without generated code is refused with the command that writes it', async () => {
    const { path, write } = functionsFolder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    write({
      'users.ts': `import { query } from './_generated/server';\nexport const q = query;\n`,
    });
    await expect(test.engine.reload()).rejects.toThrow(
      /Could not resolve ".\/_generated\/server"\n.*npx convex codegen/,
    );
  });

  test('with a module that throws is refused with its error', async () => {
    const { path, write } = functionsFolder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    write({ 'model/broken.ts': "throw new Error('at the top');\nexport {};\n" });
    await expect(test.engine.reload()).rejects.toThrow(
      'model/broken cannot be imported: at the top',
    );
    expect(await test.query('notes:list')).toEqual([]);
  });

  test('to a schema that documents do not match is refused, and nothing changes', async () => {
    const { path, write } = functionsFolder({
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
    const { path, write } = functionsFolder({
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
  ])('that adds an invalid index is refused: %s on %s', async (name, fields, reason) => {
    const { path, write } = functionsFolder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    write({ 'schema.ts': schema('text: v.string()', `.index('${name}', ${fields})`) });
    await expect(test.engine.reload()).rejects.toThrow(reason);
  });

  test('to the schema holds for later writes', async () => {
    const { path, write } = functionsFolder({ 'notes.ts': notes() });
    const test = await testEngine('', { functions: path });
    await test.mutation('notes:add', { note: { text: 1 } });
    write({ 'schema.ts': schema('text: v.number()') });
    await test.engine.reload();
    await expect(test.mutation('notes:add', { note: { text: 'a' } })).rejects.toThrow(
      'does not match the schema',
    );
  });

  test('takes effect without a call when the folder is watched, and errors are reported', async () => {
    const { path, write } = functionsFolder({ 'notes.ts': notes() });
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
