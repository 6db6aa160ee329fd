import { httpRouter } from 'convex/server';
import { addWebhookRoutes } from 'webhook-devtools-for-convex';
import { storeWebhook } from './billing';
import { routes } from './webhookHandler';

const http = httpRouter();

addWebhookRoutes(http, routes);

http.route({ path: '/store', method: 'POST', handler: storeWebhook });

export default http;
