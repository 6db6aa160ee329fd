/** Answers to requests. */
import type { ServerResponse } from 'node:http';

export interface Reply {
  status: number;
  body: object | string;
}

/** Ends a request with this status. The Convex CLI prints `code` and the message. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  get reply(): Reply {
    return { status: this.status, body: { code: this.code, message: this.message } };
  }
}

export function send(response: ServerResponse, { status, body }: Reply): void {
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  response
    .writeHead(status, {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
      'content-length': bytes.length,
    })
    .end(bytes);
}
