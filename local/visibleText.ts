/**
 * Makes text from outside safe for a terminal: control characters, and marks that change the
 * direction of writing, appear as `\u001b`. Otherwise a name could hide lines, or type into the
 * terminal.
 */
export function visibleText(text: string): string {
  return escaped(text, /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu);
}

/** Like visibleText, but keeps line breaks and tabs. */
export function visibleLines(text: string): string {
  return escaped(text, /[^\P{Cc}\n\t]|[\p{Bidi_Control}\u2028\u2029]/gu);
}

function escaped(text: string, characters: RegExp): string {
  return text.replace(
    characters,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
