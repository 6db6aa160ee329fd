/**
 * Refused credentials. The code is the one that Convex's backend uses; the message is for the
 * developer who reads the client's console.
 */
export class InvalidCredentials extends Error {
  readonly code: string;
  /** HTTP status of a request that carries them. */
  readonly status: number;

  constructor(code: string, message: string, status = 401) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The token itself, or the header around it, is wrong. */
export function invalidToken(message: string): InvalidCredentials {
  return new InvalidCredentials('InvalidAuthHeader', message);
}
