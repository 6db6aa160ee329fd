/** A refusal of Clerk's frontend API, in the form that the SDK passes on. */
export class ClerkError extends Error {
  readonly status: number;
  readonly code: string;

  /** @param code One of Clerk's, such as `form_code_incorrect`. */
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The answer to a request that was refused or that failed. */
export function errorAnswer(error: unknown): { status: number; body: object } {
  const message = error instanceof Error ? error.message : String(error);
  const { status, code } =
    error instanceof ClerkError ? error : { status: 500, code: 'internal_error' };
  return { status, body: { errors: [{ code, message, long_message: message }] } };
}
