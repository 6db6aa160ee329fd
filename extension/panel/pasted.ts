/**
 * A pasted URL or key without quotes, trailing comma or semicolon, and without the `NAME=` or
 * `export NAME=` of the line that it was copied from.
 */
export function unwrapped(text: string): string {
  const line = text.trim().replace(/[,;]$/, '');
  const value = line.replace(/^(?:export\s+)?[A-Za-z_]\w*\s*=\s*/, '');
  const quoted = /^(["'`])(.*)\1$/s.exec(value);
  return (quoted?.[2] ?? value).trim();
}

/** The two parts of `wdk_…@host`, which is printed with a new access key; null for any other text. */
export function parseConnectString(text: string): { url: string; accessKey: string } | null {
  const [, accessKey, url] = /^(wdk_[\w-]+)@(\S+)$/.exec(unwrapped(text)) ?? [];
  return accessKey === undefined || url === undefined ? null : { url, accessKey };
}
