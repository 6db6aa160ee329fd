import { ConvexError } from 'convex/values';

/** The message of an operator function's refusal, or of any other error. */
export function refusalMessage(error: unknown): string {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  if (typeof data === 'object' && data !== null && 'message' in data) return String(data.message);
  const message = error instanceof Error ? error.message : String(error);
  // Convex's argument errors print the whole argument object, and so the access key.
  if (!message.includes('ArgumentValidationError')) return message;
  return 'The deployment cannot read this request. If you followed a link, the link is incomplete.';
}

/** The code of an operator function's refusal; null for any other error. */
export function refusalCode(error: unknown): string | null {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : null;
}

/** True if the server refused the access key itself, not the request that came with it. */
export function isKeyRefusal(error: unknown): boolean {
  return refusalCode(error) === 'key_refused';
}
