/** Characters of addresses and ids: a match beside one is only part of a longer address or id. */
const BEFORE = String.raw`(?<![\p{L}\p{N}._%+-])`;
const AFTER = String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`;

/**
 * Returns a function that says whether a text, JSON or not, holds one of these addresses or ids, in
 * upper or lower case and with any of JSON's escapes. Only whole ones count: "joann@example.com"
 * does not mention "ann@example.com".
 */
export function mentionOf(marks: string[]): (text: string) => boolean {
  const literals = marks.map((mark) => mark.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  const pattern = new RegExp(`${BEFORE}(?:${literals.join('|')})${AFTER}`, 'iu');
  return (text) => pattern.test(unescaped(text));
}

/**
 * Decodes JSON's `\u` escapes. Any other escape becomes a space, since none is a letter or digit.
 */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|.)/gi, (_, code: string | undefined) =>
    code === undefined ? ' ' : String.fromCharCode(parseInt(code, 16)),
  );
}
