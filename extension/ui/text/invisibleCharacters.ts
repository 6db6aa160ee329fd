/**
 * Characters that are invisible, or that change how others are shown: controls, line and paragraph
 * separators, bidirectional marks and overrides, zero-width characters, tags, lone surrogates
 * (Unicode categories Cc, Zl, Zp, Cf, Cs) and the fillers that look empty.
 */
const INVISIBLE = /((?:[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f)+)/u;

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

/**
 * Further ones in the same text become plain text, since thousands of marks would freeze the page.
 */
const MARKED_AT_MOST = 8;

/** A piece of text: shown unchanged, or an invisible character whose name is shown. */
export type TextPart = { text: string } | { code: string; name: string };

/** Splits text so that every character in it can be seen, and none can disguise its neighbours. */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let plain = '';
  let marked = 0;
  // Because the expression has a group, every second piece is a run of invisible characters.
  for (const [at, piece] of text.split(INVISIBLE).entries()) {
    if (at % 2 === 0) {
      plain += piece;
      continue;
    }
    const characters = Array.from(piece);
    for (const character of characters.splice(0, MARKED_AT_MOST - marked)) {
      if (plain !== '') parts.push({ text: plain });
      plain = '';
      parts.push(markOf(character));
      marked++;
    }
    if (characters.length === 1) plain += `⟨${markOf(characters[0]!).code}⟩`;
    else if (characters.length > 1) plain += `⟨${characters.length} invisible characters⟩`;
  }
  if (plain !== '' || parts.length === 0) parts.push({ text: plain });
  return parts;
}

function markOf(character: string): { code: string; name: string } {
  const hex = character.codePointAt(0)!.toString(16).toUpperCase();
  return { code: `U+${hex.padStart(4, '0')}`, name: names[hex] ?? 'invisible character' };
}

/** The same as a string, for an option or an accessible name. */
export function visibleString(text: string): string {
  return visibleParts(text)
    .map((part) => ('text' in part ? part.text : `⟨${part.code}⟩`))
    .join('');
}
