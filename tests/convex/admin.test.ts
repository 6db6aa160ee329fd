import { describe, expect, test } from 'vitest';
import { api, internal } from '../../convex/_generated/api.js';
import { issueKey, refusalOf } from '../behaviours/deployment.ts';
import { all, startBackend } from '../fixtures/backend.ts';
import { deploymentOf } from './deployment.ts';

describe('access keys', () => {
  test('a new key has 256 random bits behind a recognisable prefix', async () => {
    const deployment = deploymentOf(startBackend());
    const keys = await Promise.all([1, 2, 3].map(async () => await issueKey(deployment)));
    for (const { accessKey } of keys) expect(accessKey).toMatch(/^wdk_[0-9a-f]{64}$/);
    expect(new Set(keys.map(({ accessKey }) => accessKey)).size).toBe(3);
  });

  test('is stored as a hash, and works', async () => {
    const backend = startBackend();
    const { accessKey } = await issueKey(deploymentOf(backend), 'viewer', ' QA laptop ');
    const stored = JSON.stringify(await all(backend, 'operators'));
    expect(stored).not.toContain(accessKey);
    expect(stored).not.toContain(accessKey.slice('wdk_'.length));
    expect(await backend.query(api.operators.me, { accessKey })).toEqual({
      name: 'QA laptop',
      role: 'viewer',
      contract: 1,
    });
  });

  test('needs a name, since audit rows name who did it', async () => {
    const backend = startBackend();
    await expect(issueKey(deploymentOf(backend), 'viewer', '  ')).rejects.toThrow(/name.*empty/i);
    expect(await all(backend, 'operators')).toEqual([]);
  });

  test('is refused once it was revoked, and stays listed with the time', async () => {
    const backend = startBackend();
    const { id, accessKey } = await issueKey(deploymentOf(backend));
    await backend.mutation(internal.admin.revokeAccessKey, { id });
    expect(await refusalOf(backend.query(api.operators.me, { accessKey }))).toMatchObject({
      code: 'key_refused',
    });
    const listed = await backend.query(internal.admin.listAccessKeys, {});
    expect(listed).toEqual([
      {
        id,
        name: 'QA laptop',
        role: 'redispatcher',
        created_at: expect.any(Number),
        revoked_at: expect.any(Number),
      },
    ]);
    await backend.mutation(internal.admin.revokeAccessKey, { id });
    expect(await backend.query(internal.admin.listAccessKeys, {})).toEqual(listed);
  });

  test('are listed without their hashes, the newest first', async () => {
    const backend = startBackend();
    const deployment = deploymentOf(backend);
    await issueKey(deployment, 'viewer', 'first');
    await issueKey(deployment, 'redispatcher', 'second');
    const listed = await backend.query(internal.admin.listAccessKeys, {});
    expect(listed.map(({ name, role, revoked_at }) => [name, role, revoked_at])).toEqual([
      ['second', 'redispatcher', null],
      ['first', 'viewer', null],
    ]);
    expect(JSON.stringify(listed)).not.toMatch(/hash/);
  });
});
