/**
 * The package's ./test in use, in a test of this project's own app as another app would write it.
 */
import { expect, test } from 'vitest';
import { signedRequest } from '../../webhooks/test.ts';
import { all, startBackend } from '../fixtures/deployments/backend.ts';
import { userCreated, userUpdated } from '../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, SECRET } from '../fixtures/data/signing.ts';

const PATH = '/clerk-users-webhook';

test('a signed request is received and applied', async () => {
  const backend = startBackend();
  const { status } = await backend.fetch(PATH, signedRequest(userCreated(), { secret: SECRET }));
  expect(status).toBe(200);
  expect(await all(backend, 'users')).toMatchObject([{ clerk_id: 'user_2ada' }]);
});

test('two requests are attempts of one event with the same svix_id, and two events without it', async () => {
  const backend = startBackend();
  const send = async (event: object, svix_id?: string) => {
    const response = await backend.fetch(PATH, signedRequest(event, { secret: SECRET, svix_id }));
    return ((await response.json()) as { outcome: string }).outcome;
  };
  expect(await send(userCreated(), 'msg_one')).toBe('applied');
  expect(await send(userCreated(), 'msg_one')).toBe('duplicate');
  expect(await send(userUpdated())).toBe('unchanged');
});

test('a request signed with another secret is rejected', async () => {
  const backend = startBackend();
  const request = signedRequest(JSON.stringify(userCreated()), { secret: OTHER_SECRET });
  expect((await backend.fetch(PATH, request)).status).toBe(400);
});
