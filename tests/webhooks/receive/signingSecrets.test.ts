import { describe, expect, test } from 'vitest';
import { readSigningSecrets } from '../../../webhooks/receive/signingSecrets.ts';
import { OTHER_SECRET, SECRET } from '../../fixtures/data/signing.ts';

describe('usable secrets are read:', () => {
  test.each([
    ['one', SECRET, [SECRET]],
    ['two, separated by a space', `${SECRET} ${OTHER_SECRET}`, [SECRET, OTHER_SECRET]],
    ['two, on lines of their own', ` ${SECRET}\n${OTHER_SECRET}\n`, [SECRET, OTHER_SECRET]],
    ['one without its padding', OTHER_SECRET.replace(/=+$/, ''), [OTHER_SECRET.slice(0, -1)]],
  ])('%s', (_name, value, usable) => {
    expect(readSigningSecrets(value)).toEqual({ usable, problems: [] });
  });

  test.each([undefined, '', ' \n'])('none, and nothing wrong with it: %j', (value) => {
    expect(readSigningSecrets(value)).toEqual({ usable: [], problems: [] });
  });
});

describe('problems of a value are named:', () => {
  const NAMED = 'it begins with a name and "="; remove both.';
  const QUOTED = 'it is in quotes; remove them.';
  const COMMAS = 'secrets are separated by commas; separate them by spaces.';
  const PLACEHOLDER = 'it is a placeholder.';
  const UNPREFIXED = 'it does not begin with whsec_.';
  const SHORT = 'it is shorter than 24 bytes: a placeholder, or cut off.';
  const NOT_BASE64 = 'what follows whsec_ is not base64.';
  const bytes = (count: number) => `whsec_${btoa('k3y'.repeat(20).slice(0, count))}`;

  test.each([
    [`"${SECRET}"`, QUOTED],
    [`'${SECRET}'`, QUOTED],
    [`“${SECRET}”`, QUOTED],
    [`CLERK_WEBHOOK_SECRET=${SECRET}`, NAMED],
    [`CLERK_WEBHOOK_SECRET="${SECRET}"`, NAMED],
    [`${SECRET},${OTHER_SECRET}`, COMMAS],
    [`${SECRET};${OTHER_SECRET}`, COMMAS],
    ['changeme', PLACEHOLDER],
    ['whsec_changeme', PLACEHOLDER],
    ['whsec_your_signing_secret', PLACEHOLDER],
    ['whsec_replaceMeReplaceMeReplaceMeReplace', PLACEHOLDER],
    [`whsec_${'x'.repeat(40)}`, PLACEHOLDER],
    ['sk_test_abc', UNPREFIXED],
    [SECRET.slice('whsec_'.length), UNPREFIXED],
    ['whsec_', SHORT],
    ['whsec_test', SHORT],
    [bytes(23), SHORT],
    ['whsec_!!!', NOT_BASE64],
    ['whsec_...', NOT_BASE64],
    [`${SECRET}=`, NOT_BASE64],
  ])('%s', (value, problem) => {
    expect(readSigningSecrets(value)).toEqual({ usable: [], problems: [problem] });
    expect(readSigningSecrets(`${value} ${OTHER_SECRET}`)).toEqual({
      usable: [OTHER_SECRET],
      problems: [problem],
    });
  });

  test('none for a secret of 24 bytes', () => {
    expect(readSigningSecrets(bytes(24)).usable).toHaveLength(1);
  });

  test('each one once', () => {
    expect(readSigningSecrets('whsec_test whsec_tset sk_test_abc').problems).toEqual([
      SHORT,
      UNPREFIXED,
    ]);
  });
});
