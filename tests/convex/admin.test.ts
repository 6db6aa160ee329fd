import { describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import { issueKey, refusalOf } from '../behaviours/deployment.ts';
import { all, startBackend } from '../fixtures/deployments/backend.ts';
import { deploymentOf } from './deployment.ts';

describe('access keys', () => {
  test('a new key has 256 random bits behind a recognisable prefix', async () => {
    const deployment = deploymentOf(startBackend());
    const keys = await Promise.all([1, 2, 3].map(async () => await issueKey(deployment)));
    for (const { accessKey } of keys) expect(accessKey).toMatch(/^wdk_[0-9a-f]{64}$/);
    expect(new Set(keys.map(({ accessKey }) => accessKey)).size).toBe(3);
  });

  test('a key needs a name, which audit rows show', async () => {
    const backend = startBackend();
    await expect(issueKey(deploymentOf(backend), 'viewer', '  ')).rejects.toThrow(/name.*empty/i);
    expect(await all(backend, 'webhookOperators')).toEqual([]);
  });

  test('a key needs a name of at most 100 characters, since lists show it', async () => {
    const backend = startBackend();
    const call = issueKey(deploymentOf(backend), 'viewer', 'x'.repeat(101));
    await expect(call).rejects.toThrow('`name` is over 100 characters. Shorten it.');
    expect(await all(backend, 'webhookOperators')).toEqual([]);
    await issueKey(deploymentOf(backend), 'viewer', ` ${'x'.repeat(100)} `);
    expect(await all(backend, 'webhookOperators')).toMatchObject([{ name: 'x'.repeat(100) }]);
  });

  test('a revoked key is refused, and stays listed with the time', async () => {
    const backend = startBackend();
    const { id, accessKey } = await issueKey(deploymentOf(backend));
    await backend.mutation(internal.webhookAdmin.revokeAccessKey, { id });
    expect(await refusalOf(backend.query(api.webhookAudit.me, { accessKey }))).toMatchObject({
      code: 'key_refused',
    });
    const listed = await backend.query(internal.webhookAdmin.listAccessKeys, {});
    expect(listed).toEqual([
      {
        id,
        name: 'QA laptop',
        role: 'redispatcher',
        created_at: expect.any(Number),
        revoked_at: expect.any(Number),
      },
    ]);
    await backend.mutation(internal.webhookAdmin.revokeAccessKey, { id });
    expect(await backend.query(internal.webhookAdmin.listAccessKeys, {})).toEqual(listed);
  });

  test('keys are listed without their hashes, the newest first', async () => {
    const backend = startBackend();
    const deployment = deploymentOf(backend);
    await issueKey(deployment, 'viewer', 'first');
    await issueKey(deployment, 'redispatcher', 'second');
    const listed = await backend.query(internal.webhookAdmin.listAccessKeys, {});
    expect(listed.map(({ name, role, revoked_at }) => [name, role, revoked_at])).toEqual([
      ['second', 'redispatcher', null],
      ['first', 'viewer', null],
    ]);
    expect(JSON.stringify(listed)).not.toMatch(/hash/);
  });
});
