/** The bodies of responses that were given as text, which can be sent without reading a stream. */
const texts = new WeakMap<Response, string>();

export function noteText(response: Response, text: string): void {
  texts.set(response, text);
}

/** The whole body of a response, or null if it was not given as text or has been read from. */
export function unreadText(response: Response): string | null {
  if (response.bodyUsed || response.body?.locked) return null;
  return texts.get(response) ?? null;
}
