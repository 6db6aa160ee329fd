/** Clients that break the protocol. */
import { expect, test } from 'vitest';
import { Client, type Message } from './wire.ts';

const mutation = { type: 'Mutation', requestId: 0, udfPath: 'set', args: [{}] };
const connect = { type: 'Connect', sessionId: 's' };
const modify = { type: 'ModifyQuerySet', baseVersion: 0, newVersion: 1, modifications: [] };
const added = { type: 'Add', queryId: 1, udfPath: 'get', args: [{ key: 'a' }] };

test.each<[string, (Message | string | Buffer)[], RegExp]>([
  ['is not JSON', ['{'], /not JSON/],
  ['is binary', [Buffer.from('{}')], /binary/],
  ['is not an object', ['[]'], /not an object/],
  ['has no type', [{}], /"type"/],
  ['has an unknown type', [{ type: 'Hello' }], /"Hello" is unknown/],
  ['comes before Connect', [mutation], /first message must be Connect/],
  ['is a second Connect', [connect, connect], /twice/],
  ['has a wrong field', [connect, { ...mutation, requestId: -1 }], /"requestId"/],
  ['has two arguments', [connect, { ...mutation, args: [{}, {}] }], /more than one element/],
  ['has a bad timestamp', [{ ...connect, maxObservedTimestamp: 'x' }], /timestamp/],
  ['skips a query set version', [connect, { ...modify, baseVersion: 1, newVersion: 2 }], /is at 0/],
  ['keeps the query set version', [connect, { ...modify, newVersion: 0 }], /from 0 to 0/],
  ['adds a query twice', [connect, { ...modify, modifications: [added, added] }], /added twice/],
  [
    'removes an unknown query',
    [connect, { ...modify, modifications: [{ type: 'Remove', queryId: 9 }] }],
    /was not added/,
  ],
  [
    'skips an identity version',
    [connect, { type: 'Authenticate', baseVersion: 3, tokenType: 'None' }],
    /is at 0/,
  ],
  ['calls a component', [connect, { ...mutation, componentPath: 'x' }], /[Cc]omponents/],
])('a message that %s ends its connection with the reason', async (_name, messages, reason) => {
  const other = await Client.connected();
  const client = await Client.open();
  for (const message of messages) {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
    client.sendRaw(isRaw ? message : JSON.stringify(message));
  }
  const { code, reason: told } = await client.closed;
  expect(code).toBe(1008);
  expect(told).toMatch(reason);
  expect(client.received.at(-1)).toMatchObject({
    type: 'FatalError',
    error: expect.stringMatching(reason),
  });
  expect(await other.all()).toEqual([]);
});
