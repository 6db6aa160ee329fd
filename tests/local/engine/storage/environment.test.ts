/** Environment variables, as functions see them. */
import { describe, expect, test, vi } from 'vitest';
import { anyone, testEngine } from '../testEngine.ts';

const GREETING = [{ name: 'GREETING', value: 'a secret greeting' }];

test('a module that reads a variable while it is imported has the new value after a change', async () => {
  const engine = await testEngine('basic');
  expect(await engine.query('environment:importedGreeting')).toBe('unset');
  await engine.engine.environment.update(GREETING);
  expect(await engine.query('environment:importedGreeting')).toBe('a secret greeting');
});

test('variables with which the engine is opened are set when modules are imported', async () => {
  const engine = await testEngine('basic', { env: GREETING });
  expect(await engine.query('environment:importedGreeting')).toBe('a secret greeting');
});

test('a change makes every query run again', async () => {
  const { engine } = await testEngine('basic');
  const reloaded = vi.fn();
  engine.onReload(reloaded);
  await engine.environment.update(GREETING);
  expect(reloaded).toHaveBeenCalled();
});

test('printing process.env shows no variable', async () => {
  const { engine } = await testEngine('basic', { env: GREETING });
  const { result } = await engine.runMutation('environment:printVariables', {}, anyone);
  expect(result.logLines).toEqual([
    '[LOG] [process.env]',
    '[LOG] { nested: { env: [process.env] } }',
    "[LOG] '{}' [] undefined",
  ]);
});

describe('environment variables', () => {
  test('are all changed or none, and the error names the invalid one', async () => {
    const { environment } = (await testEngine('basic')).engine;
    await environment.update([{ name: 'A', value: '1' }]);
    await expect(
      environment.update([
        { name: 'A', value: '2' },
        { name: '1B', value: '3' },
      ]),
    ).rejects.toThrow('"1B" is invalid');
    expect(environment.list()).toEqual([{ name: 'A', value: '1' }]);
    await environment.update([{ name: 'A', value: null }]);
    expect(environment.get('A')).toBeNull();
  });

  test('are read by auth.config.ts, whose providers without their variable are left out', async () => {
    const { engine } = await testEngine('basic');
    expect(engine.authProviders()).toEqual([]);
    await engine.environment.update([{ name: 'ISSUER', value: 'https://issuer.example.com' }]);
    expect(engine.authProviders()).toEqual([
      { domain: 'https://issuer.example.com', applicationID: 'convex' },
    ]);
  });

  test('of the deployment itself can be read but not set', async () => {
    const engine = await testEngine('basic', { siteUrl: 'http://127.0.0.1:3211' });
    expect(await engine.query('environment:siteUrl')).toBe('http://127.0.0.1:3211');
    await expect(
      engine.engine.environment.update([{ name: 'CONVEX_SITE_URL', value: 'x' }]),
    ).rejects.toThrow('is set by the deployment');
  });
});
