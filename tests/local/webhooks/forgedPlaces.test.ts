/** Cursors that no call returned are refused by name, and never cause a server error. */
import { beforeAll, expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey, record, refusalOf, type Deployment } from '../../behaviours/deployment.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { startDeployment } from './deployment.ts';

let deployment: Deployment;
let accessKey: string;
let audit: string;
beforeAll(async () => {
  deployment = await startDeployment();
  ({ accessKey } = await issueKey(deployment));
  audit = await record(deployment, userCreated());
});

const ANYWHERE = [
  '',
  'garbage',
  'null',
  '{}',
  '[]',
  '7',
  '"text"',
  '[[[[[[[[',
  '{"__proto__":{"index":0,"cursor":null}}',
];

test.each(ANYWHERE)('a forged `cursor` of all users is refused: %j', async (cursor) => {
  const call = deployment.query(api.webhookAudit.users, { accessKey, cursor });
  expect(await refusalOf(call)).toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('No call returned this `cursor`'),
  });
});

test.each([
  ...ANYWHERE,
  '{"index":-1,"cursor":null}',
  '{"index":9,"cursor":null}',
  '{"index":0.5,"cursor":null}',
  '{"index":"length","cursor":null}',
  '{"index":"__proto__","cursor":null}',
  '{"index":0}',
  '{"index":0,"cursor":7}',
  '{"index":0,"cursor":"garbage"}',
  '{"index":1,"cursor":"{}"}',
])('a forged `cursor` of a search of users is refused: %j', async (cursor) => {
  const call = deployment.query(api.webhookAudit.users, { accessKey, search: 'user_', cursor });
  expect(await refusalOf(call)).toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('No call returned this `cursor`'),
  });
});

test.each([
  ...ANYWHERE,
  '{"groups":[["x"]]}',
  '{"groups":[["x"]],"total":1,"more":false}',
  '{"groups":[[7]],"total":1,"more":false}',
  '{"groups":[[["$ID"]]],"total":1,"more":false}',
  '{"groups":["$ID"],"total":1,"more":false}',
  '{"groups":{"0":["$ID"]},"total":1,"more":false}',
  '{"groups":[null],"total":1,"more":false}',
  '{"groups":[["$ID"]],"total":"1","more":false}',
  '{"groups":[["$ID"]],"total":1e999,"more":false}',
  '{"groups":[["$ID"]],"total":1}',
])('a forged `next` of previews is refused: %j', async (next) => {
  const call = deployment.mutation(api.webhookAudit.previewMany, {
    accessKey,
    selection: { where: { event_type: 'user.created' }, since: 0 },
    next: next.replace('$ID', audit),
  });
  expect(await refusalOf(call)).toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('No call returned this `next`'),
  });
});

test('a forged `before` of a search is refused', async () => {
  const search = { accessKey, text: 'ada', before: -2n };
  const call = deployment.query(api.webhookAudit.search, search);
  expect(await refusalOf(call)).toMatchObject({ code: 'bad_request' });
});
