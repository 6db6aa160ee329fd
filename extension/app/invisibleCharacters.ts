/**
 * Characters that draw nothing, or that change how others are drawn: controls, line and paragraph
 * separators, bidirectional marks and overrides, zero-width characters, tags, lone surrogates
 * (Unicode categories Cc, Zl, Zp, Cf, Cs) and the fillers that look empty.
 */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f/u;

const names: Record<string, string> = {
  '0': 'null',
  '7F': 'delete',
  AD: 'soft hyphen',
  '200B': 'zero-width space',
  '200C': 'zero-width non-joiner',
  '200D': 'zero-width joiner',
  '200E': 'left-to-right mark',
  '200F': 'right-to-left mark',
  '202A': 'left-to-right embedding',
  '202B': 'right-to-left embedding',
  '202C': 'end of embedding or override',
  '202D': 'left-to-right override',
  '202E': 'right-to-left override',
  '2060': 'word joiner',
  '2066': 'left-to-right isolate',
  '2067': 'right-to-left isolate',
  '2068': 'first strong isolate',
  '2069': 'end of isolate',
  FEFF: 'byte order mark',
};

/** Further ones in the same text are named as plain text: thousands of marks would stop the page. */
const MARKED_AT_MOST = 16;

/** A piece of text: drawn as it is, or an invisible character to be named in its place. */
export type TextPart = { text: string } | { code: string; name: string };

/** Splits text so that every character in it can be seen, and none can disguise its neighbours. */
export function visibleParts(text: string): TextPart[] {
  if (!INVISIBLE.test(text)) return [{ text }];
  const parts: TextPart[] = [];
  let plain = '';
  let marked = 0;
  for (const character of text) {
    if (!INVISIBLE.test(character)) {
      plain += character;
      continue;
    }
    const hex = character.codePointAt(0)!.toString(16).toUpperCase();
    const code = `U+${hex.padStart(4, '0')}`;
    if (++marked > MARKED_AT_MOST) {
      plain += `⟨${code}⟩`;
      continue;
    }
    if (plain !== '') parts.push({ text: plain });
    plain = '';
    parts.push({ code, name: names[hex] ?? 'invisible character' });
  }
  if (plain !== '') parts.push({ text: plain });
  return parts;
}

/** The same for where only a string can be given: an option, a name for assistive technology. */
export function visibleString(text: string): string {
  return visibleParts(text)
    .map((part) => ('text' in part ? part.text : `⟨${part.code}⟩`))
    .join('');
}
