import { httpRouter } from 'convex/server';
import { httpAction } from './_generated/server.js';

const http = httpRouter();

http.route({
  path: '/clerk-users-webhook',
  method: 'POST',
  handler: httpAction(async () => new Response(null, { status: 501 })),
});

export default http;
