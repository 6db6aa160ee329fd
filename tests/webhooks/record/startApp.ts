/** The app in convex-test. */
import { convexTest } from 'convex-test';
import { makeFunctionReference } from 'convex/server';
import { App } from './app.ts';
import schema from './functions/schema.ts';

const modules = {
  ...import.meta.glob('./functions/*.ts'),
  // convex-test finds the functions' folder by this file.
  './functions/_generated/api.js': async () => ({}),
};

export async function startApp(): Promise<App> {
  const backend = convexTest({ schema, modules });
  return new App(async (type, path, args) =>
    type === 'query'
      ? ((await backend.query(makeFunctionReference<'query'>(path), args)) as unknown)
      : ((await backend.mutation(makeFunctionReference<'mutation'>(path), args)) as unknown),
  );
}
