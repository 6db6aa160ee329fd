/** The most UTF-8 bytes of a name that are stored. */
const MAX_BYTES = 1024;

/** A text as it is stored: at most `most` UTF-8 bytes, followed by its full size if it is cut. */
export function keptText(text: string, most = MAX_BYTES): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= most) return text.toWellFormed();
  let end = most;
  // Do not cut in the middle of a character.
  while ((bytes[end]! & 0xc0) === 0x80) end--;
  const start = new TextDecoder().decode(bytes.subarray(0, end));
  return `${start}… (cut from ${bytes.length} bytes)`;
}
