import { httpRouter } from 'convex/server';
import { addWebhookRoutes } from '../../../../webhooks/routes.ts';
import { routes } from './webhookHandler.ts';

const http = httpRouter();
addWebhookRoutes(http, routes);
export default http;
