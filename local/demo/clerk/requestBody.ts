import type { IncomingMessage } from 'node:http';
import { ClerkError } from './clerkError.ts';

const LARGEST_BODY_CHARACTERS = 64 * 1024;

/** The fields of a form, as Clerk's SDK sends them. */
export type Fields = Record<string, string | undefined>;

/** The whole body. @throws ClerkError if it is too long. */
export async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > LARGEST_BODY_CHARACTERS) {
      throw new ClerkError(413, 'request_too_large', 'The request body is too long.');
    }
  }
  return text;
}

export function readForm(text: string): Fields {
  return Object.fromEntries(new URLSearchParams(text));
}

/** @throws ClerkError if the text is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ClerkError(400, 'request_body_invalid', 'The request body is not JSON.');
  }
}
