/** The `Response` of functions: it keeps a body that is text, which can then be sent at once. */
import { noteText } from '../contract/responseText.ts';

export function createResponse(): typeof Response {
  const respond = (body?: BodyInit | null, init?: ResponseInit, newTarget = Response) => {
    const response = Reflect.construct(Response, [body, init], newTarget) as Response;
    if (typeof body === 'string') noteText(response, body);
    return response;
  };
  const json = (data: unknown, init?: ResponseInit) => {
    const text = JSON.stringify(data) as string | undefined;
    // It throws the right error.
    if (text === undefined) return Response.json(data, init);
    const headers = new Headers(init?.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return respond(text, { ...init, headers });
  };
  return new Proxy(Response, {
    construct: (_target, [body, init]: [BodyInit?, ResponseInit?], newTarget) =>
      respond(body, init, newTarget as typeof Response),
    get: (target, name) => (name === 'json' ? json : Reflect.get(target, name)),
  });
}
