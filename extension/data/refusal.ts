import { ConvexError } from 'convex/values';

/** The sentence that an operator function refused with. */
export function refusalMessage(error: unknown): string {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  if (typeof data === 'object' && data !== null && 'message' in data) return String(data.message);
  const message = error instanceof Error ? error.message : String(error);
  // Convex's argument errors print the whole argument object, and so the access key.
  if (!message.includes('ArgumentValidationError')) return message;
  return 'The deployment cannot read what was asked for. If you came by a link, it is not complete.';
}

/** Whether the server refused the access key itself, rather than what was asked with it. */
export function isKeyRefusal(error: unknown): boolean {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  return typeof data === 'object' && data !== null && 'code' in data && data.code === 'key_refused';
}
