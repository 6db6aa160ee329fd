/** Which deployment a page talks to, known from its requests and its React tree. */
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  deploymentOf,
  deploymentsIn,
  isConvexCloud,
  isOtherDeployment,
  LOOK_FOR_DEPLOYMENTS,
  withDeployment,
} from '../../../../extension/page/watch/deployments.ts';

test.each([
  ['wss://happy-otter-123.convex.cloud/api/1.48.0/sync', 'https://happy-otter-123.convex.cloud'],
  ['ws://127.0.0.1:3210/api/1.48.0/sync', 'http://127.0.0.1:3210'],
  ['wss://convex.example.com:8443/api/1.48.0-alpha.1/sync', 'https://convex.example.com:8443'],
])('%s is the socket of %s', (url, origin) => {
  expect(deploymentOf(url)).toBe(origin);
});

test.each([
  'https://happy-otter-123.convex.cloud/api/1.48.0/sync',
  'wss://example.com/socket',
  'wss://example.com/api/1/sync/more',
  `wss://example.com/api/${'1'.repeat(5_000)}/sync`,
  'wss://',
  'javascript:alert(1)',
])('%.60s is not a socket of Convex', (url) => {
  expect(deploymentOf(url)).toBeNull();
});

test('user and password of a socket’s URL are left out', () => {
  expect(deploymentOf('wss://name:secret@example.com/api/1/sync')).toBe('https://example.com');
});

test('a deployment is listed once, and the one that was seen last comes first', () => {
  const known = ['a', 'b', 'a', 'c'].reduce(withDeployment, [] as readonly string[]);
  expect(known).toEqual(['c', 'a', 'b']);
  const many = Array.from({ length: 100 }, (_, at) => String(at)).reduce(withDeployment, known);
  expect(many).toEqual(['99', '98', '97', '96', '95']);
});

test('a page talks to another deployment if it talks to any, and none is the panel’s', () => {
  const panel = 'http://127.0.0.1:3210';
  expect(isOtherDeployment([], panel)).toBe(false);
  expect(isOtherDeployment(['https://a.convex.cloud'], panel)).toBe(true);
  expect(isOtherDeployment(['https://a.convex.cloud', panel], panel)).toBe(false);
  expect(isOtherDeployment(['http://localhost:3210'], panel)).toBe(false);
  expect(isOtherDeployment(['http://127.0.0.1:3211'], panel)).toBe(true);
});

test.each([
  ['https://happy-otter-123.convex.cloud', true],
  ['https://happy-otter-123.convex.cloud.example.com', false],
  ['https://convex.cloud.example.com', false],
  ['https://notconvex.cloud', false],
])('%s is of Convex Cloud: %s', (url, is) => {
  expect(isConvexCloud(url)).toBe(is);
});

describe('the React tree', () => {
  /** What the expression finds below a root whose first fiber is `fiber`, in a page's realm. */
  const look = (fiber: string) => {
    const context = createContext({});
    runInContext(
      `const client = (url) => ({ url, watchQuery() {} });
       const root = { '__reactContainer$x1': { stateNode: { current: ${fiber} } } };
       var document = { querySelectorAll: () => [{}, root] };`,
      context,
    );
    return deploymentsIn(JSON.parse(JSON.stringify(runInContext(LOOK_FOR_DEPLOYMENTS, context))));
  };

  test('gives the deployment of a provider anywhere in it', () => {
    const provider = `{ memoizedProps: { client: client('https://happy-otter-123.convex.cloud') } }`;
    expect(look(`{ child: { memoizedProps: {}, sibling: ${provider} } }`)).toEqual([
      'https://happy-otter-123.convex.cloud',
    ]);
  });

  test('without a client gives no deployment', () => {
    expect(look(`{ memoizedProps: { client: { url: 'https://example.com' }, value: 3 } }`)).toEqual(
      [],
    );
  });

  test('with a cycle is walked to an end', () => {
    expect(
      look(
        `(() => { const fiber = { memoizedProps: null }; fiber.child = fiber; return fiber; })()`,
      ),
    ).toEqual([]);
  });
});

test.each([
  null,
  'https://example.com',
  [1, {}, null],
  ['javascript:alert(1)', 'file:///etc/passwd', 'not a url'],
  ['https://' + 'a'.repeat(1_000)],
])('a forged answer %j offers nothing', (value) => {
  expect(deploymentsIn(value)).toEqual([]);
});
