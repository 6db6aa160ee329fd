/** The incident of `npm start`, with the demo's own functions and without its pauses. */
import { anyApi } from 'convex/server';
import { ConvexHttpClient } from 'convex/browser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../../../convex/_generated/api.js';
import { accessKeyFor, deployVersion } from '../../../../local/demo/deployment.ts';
import { Directory } from '../../../../local/demo/traffic/directory.ts';
import { playIncident } from '../../../../local/demo/traffic/incident.ts';
import { Sender, type Delivery } from '../../../../local/demo/traffic/sender.ts';
import { spawnDeployment, type SpawnedDeployment } from '../../../../local/demo/spawnDeployment.ts';
import { FAULTY_VERSION, FIXED_VERSION } from '../../../../local/demo/traffic/versions.ts';

const SECRET = `whsec_${Buffer.from('the secret of the incident').toString('base64')}`;

/** No retry is sent automatically. */
const NEVER = 1_000_000;

let deployment: SpawnedDeployment;
let sender: Sender;
/** Deploys and deliveries in the order in which they happen. */
const seen: string[] = [];

beforeAll(async () => {
  deployment = await spawnDeployment({
    functions: 'local/demo/functions',
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  });
  const report = ({ type, who, answer }: Delivery) => seen.push(`${type} ${who} ${answer.outcome}`);
  const url = `${deployment.siteUrl}/clerk-users-webhook`;
  sender = new Sender(url, SECRET, report, [NEVER]);
  await playIncident({
    directory: new Directory([], () => {}),
    sender,
    signingSecret: SECRET,
    random: Math.random,
    wait: async () => {},
    deploy: async (version) => {
      await deployVersion(deployment, version);
      seen.push(version);
    },
  });
});

afterAll(() => {
  sender?.stop();
  return deployment?.stop();
});

test('the faulty version fails for three people without a last name, and the fixed one does not', () => {
  const [before, during, after] = partsOf(seen, FAULTY_VERSION, FIXED_VERSION);
  expect(before).toEqual([
    'user.created Xanthe applied',
    'user.created Yuki applied',
    'user.created Zora applied',
  ]);
  expect(during!.filter((line) => line.includes('failed'))).toEqual([
    'user.updated Zora failed',
    'user.updated Xanthe failed',
    'user.updated Yuki failed',
  ]);
  expect(during).toContainEqual(expect.stringMatching(/user\.created .* applied/));
  expect(after!.slice(0, 2)).toEqual(['user.updated Xanthe applied', 'user.updated Yuki applied']);
  expect(after!.at(-1)).toBe('user.updated Zora applied');
});

test('both deploys are marked', async () => {
  const client = new ConvexHttpClient(deployment.url, { skipConvexDeploymentUrlCheck: true });
  const accessKey = await accessKeyFor(deployment, null);
  const { marks } = await client.query(api.webhookAudit.marks, { accessKey });
  expect(marks.map(({ name }) => name)).toEqual([FIXED_VERSION, FAULTY_VERSION]);
});

test("the demo uses the app's own functions", async () => {
  const client = new ConvexHttpClient(deployment.url, { skipConvexDeploymentUrlCheck: true });
  const accessKey = await accessKeyFor(deployment, null);
  const me = await client.query(api.webhookAudit.me, { accessKey });
  expect(me).toMatchObject({ usersTable: 'users' });
  expect(await client.query(anyApi.users!.getUserByClerkId!, { clerk_id: 'user_1' })).toBeNull();
});

function partsOf(lines: string[], ...marks: string[]): string[][] {
  const [first = 0, second = 0] = marks.map((mark) => lines.indexOf(mark));
  return [lines.slice(0, first), lines.slice(first + 1, second), lines.slice(second + 1)];
}
