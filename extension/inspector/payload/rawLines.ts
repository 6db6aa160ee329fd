/**
 * Where a text breaks into lines of at most `columns` characters: the start of each, and of the
 * end. Breaks at line feeds too, and never inside a surrogate pair.
 */
export function lineStarts(text: string, columns: number): number[] {
  const starts = [0];
  let at = 0;
  while (at < text.length) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed + 1;
    for (at += columns; at < end; at += columns) {
      if (isLowSurrogate(text.charCodeAt(at))) at--;
      starts.push(at);
    }
    at = end;
    starts.push(at);
  }
  return starts;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
