import { httpActionGeneric as httpAction, httpRouter, makeFunctionReference } from 'convex/server';

const insert = makeFunctionReference<'mutation'>('messages:insert');

const http = httpRouter();

http.route({
  path: '/echo',
  method: 'POST',
  handler: httpAction(async (ctx, request) => {
    const text = await request.text();
    await ctx.runMutation(insert, { channel: 'http', text });
    return new Response(`${text} ${process.env['GREETING'] ?? 'unset'}`, { status: 201 });
  }),
});

http.route({
  path: '/fail',
  method: 'GET',
  handler: httpAction(() => {
    throw new Error('no answer');
  }),
});

export default http;
