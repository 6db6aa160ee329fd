import { httpActionGeneric, httpRouter } from 'convex/server';

const http = httpRouter();

http.route({
  path: '/reject',
  method: 'GET',
  handler: httpActionGeneric(async () => {
    void Promise.reject(new Error('rejected and not awaited'));
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    return new Response('never');
  }),
});

function streamedResponse(write: (writer: WritableStreamDefaultWriter) => Promise<void>): Response {
  const { readable, writable } = new TransformStream();
  void write(writable.getWriter());
  return new Response(readable, { status: 201, headers: { 'x-kind': 'stream' } });
}

http.route({
  path: '/stream',
  method: 'GET',
  handler: httpActionGeneric(() =>
    Promise.resolve(
      streamedResponse(async (writer) => {
        for (const word of ['one ', 'two']) await writer.write(new TextEncoder().encode(word));
        await writer.close();
      }),
    ),
  ),
});

http.route({
  path: '/stream-and-throw',
  method: 'GET',
  handler: httpActionGeneric(() =>
    Promise.resolve(
      streamedResponse(async (writer) => {
        await writer.write(new TextEncoder().encode('first'));
        throw new Error('thrown by the writer');
      }),
    ),
  ),
});

export default http;
