/** Characters that addresses and ids are made of: beside one, a match is a part of something longer. */
const BEFORE = String.raw`(?<![\p{L}\p{N}._%+-])`;
const AFTER = String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`;

/**
 * Tells of texts, JSON or not, whether they hold one of these addresses or ids, in any case and
 * however JSON escapes it. Whole ones only: "joann@example.com" does not mention "ann@example.com".
 */
export function mentionOf(marks: string[]): (text: string) => boolean {
  const literals = marks.map((mark) => mark.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  const pattern = new RegExp(`${BEFORE}(?:${literals.join('|')})${AFTER}`, 'iu');
  return (text) => pattern.test(unescaped(text));
}

/** Escapes decoded; those that stand for no letter or digit are a space as good as any. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|.)/gi, (_, code: string | undefined) =>
    code === undefined ? ' ' : String.fromCharCode(parseInt(code, 16)),
  );
}
