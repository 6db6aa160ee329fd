import { expect, test } from 'vitest';
import { visibleParts, visibleString } from '../../../extension/app/invisibleCharacters.ts';

test.each([
  ['text without anything hidden is one part', 'Grüße, 世界 👋', [{ text: 'Grüße, 世界 👋' }]],
  [
    'a right-to-left override is named where it stands',
    'ab\u202Egpj.exe',
    [{ text: 'ab' }, { code: 'U+202E', name: 'right-to-left override' }, { text: 'gpj.exe' }],
  ],
  [
    'zero-width characters are named one by one',
    '\u200B\uFEFF',
    [
      { code: 'U+200B', name: 'zero-width space' },
      { code: 'U+FEFF', name: 'byte order mark' },
    ],
  ],
  [
    'controls and lone surrogates without a name of their own are still shown',
    '\u0007\uD800',
    [
      { code: 'U+0007', name: 'invisible character' },
      { code: 'U+D800', name: 'invisible character' },
    ],
  ],
  [
    'after sixteen of them, the others are named as plain text',
    '\u200B'.repeat(18),
    [
      ...Array.from({ length: 16 }, () => ({ code: 'U+200B', name: 'zero-width space' })),
      { text: '⟨U+200B⟩⟨U+200B⟩' },
    ],
  ],
  ['markup is text', '<img onerror=alert(1)>', [{ text: '<img onerror=alert(1)>' }]],
])('%s', (_fact, text, parts) => {
  expect(visibleParts(text)).toEqual(parts);
});

test('where only a string can be given, they are named in it', () => {
  expect(visibleString('ab\u202Egpj\u200B.exe')).toBe('ab⟨U+202E⟩gpj⟨U+200B⟩.exe');
});
