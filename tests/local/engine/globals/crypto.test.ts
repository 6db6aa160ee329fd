import { expect, test } from 'vitest';
import { testEngine } from '../testEngine.ts';

test('functions have Web Crypto', async () => {
  const engine = await testEngine('stray');
  expect(await engine.query('stray:useCrypto')).toEqual({
    digest: '5b2505039ac5af9e197f5dad04113906a9cf9a2a',
    unknown: 'NotSupportedError',
    isCrypto: true,
    uuid: 36,
  });
});
