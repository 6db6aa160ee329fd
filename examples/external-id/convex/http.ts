import { httpRouter } from 'convex/server';
import { addWebhookRoutes } from 'webhook-devtools-for-convex';
import { routes } from './webhookHandler';

const http = httpRouter();

addWebhookRoutes(http, routes);

export default http;
