import { expect, test } from 'vitest';
import { visibleParts, visibleString } from '../../../../extension/ui/text/invisibleCharacters.ts';

test.each([
  ['text without anything hidden is one part', 'Grüße, 世界 👋', [{ text: 'Grüße, 世界 👋' }]],
  [
    'a right-to-left override is named in its place',
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
    'after eight of them, one is named as plain text and more together are counted',
    `${'\u200B'.repeat(8)}a\u200Bb${'\u200B'.repeat(3)}c`,
    [
      ...Array.from({ length: 8 }, () => ({ code: 'U+200B', name: 'zero-width space' })),
      { text: 'a⟨U+200B⟩b⟨3 invisible characters⟩c' },
    ],
  ],
  ['markup is text', '<img onerror=alert(1)>', [{ text: '<img onerror=alert(1)>' }]],
])('%s', (_fact, text, parts) => {
  expect(visibleParts(text)).toEqual(parts);
});

test('the plain string names hidden characters too', () => {
  expect(visibleString('ab\u202Egpj\u200B.exe')).toBe('ab⟨U+202E⟩gpj⟨U+200B⟩.exe');
});
