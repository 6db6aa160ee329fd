import { describe, expect, test } from 'vitest';
import { isLoopback, parseDeploymentUrl } from '../../../extension/panel/deploymentUrl.ts';

describe('a deployment URL is completed', () => {
  test.each([
    ['https://happy-otter-123.convex.cloud', 'https://happy-otter-123.convex.cloud'],
    ['  happy-otter-123.convex.cloud/ ', 'https://happy-otter-123.convex.cloud'],
    [
      'https://happy-otter-123.convex.cloud/api/1.2/sync?x=1',
      'https://happy-otter-123.convex.cloud',
    ],
    ['127.0.0.1:3210', 'http://127.0.0.1:3210'],
    ['localhost:3210', 'http://localhost:3210'],
    ['http://[::1]:3210', 'http://[::1]:3210'],
    ['HTTPS://Convex.Example.com', 'https://convex.example.com'],
    ['happy-otter-123', 'https://happy-otter-123.convex.cloud'],
    ['happy-otter-123.convex.site', 'https://happy-otter-123.convex.cloud'],
    [
      'https://happy-otter-123.eu-west-1.convex.site/clerk-users-webhook',
      'https://happy-otter-123.eu-west-1.convex.cloud',
    ],
    ['CONVEX_URL="https://happy-otter-123.convex.cloud",', 'https://happy-otter-123.convex.cloud'],
  ])('%j becomes %j', (text, url) => {
    expect(parseDeploymentUrl(text)).toEqual({ kind: 'ok', url });
  });
});

describe('a wrong URL is answered with what to do', () => {
  test.each([
    ['', 'Type the URL'],
    ['not a url', 'not a URL'],
    ['wss://happy-otter-123.convex.cloud', 'https://happy-otter-123.convex.cloud'],
    ['ftp://happy-otter-123.convex.cloud', 'https://'],
    ['https://dashboard.convex.dev/t/acme', 'CONVEX_URL'],
    ['https://key@happy-otter-123.convex.cloud', 'the access key goes in the field below'],
  ])('%j', (text, advice) => {
    expect(parseDeploymentUrl(text)).toEqual({
      kind: 'wrong',
      message: expect.stringContaining(advice),
    });
  });
});

test('http to another machine counts as unencrypted', () => {
  expect(parseDeploymentUrl('http://192.168.1.5:3210/')).toEqual({
    kind: 'unencrypted',
    url: 'http://192.168.1.5:3210',
    message: expect.stringContaining('https://192.168.1.5:3210'),
  });
});

test('only addresses of this machine are loopback', () => {
  expect(isLoopback('http://127.0.0.1:3210')).toBe(true);
  expect(isLoopback('http://127.8.0.1')).toBe(true);
  expect(isLoopback('http://localhost:3210')).toBe(true);
  expect(isLoopback('http://[::1]:3210')).toBe(true);
  expect(isLoopback('https://localhost.example.com')).toBe(false);
  expect(isLoopback('https://127.0.0.1.example.com')).toBe(false);
  expect(isLoopback('https://happy-otter-123.convex.cloud')).toBe(false);
  expect(isLoopback('nonsense')).toBe(false);
});
