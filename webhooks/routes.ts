import { httpActionGeneric, type HttpRouter } from 'convex/server';
import type { ActionCtx } from './dataModel.ts';
import { describeEndpoint, handleRequest } from './receive/handleRequest.ts';
import type { Route } from './record/settings.ts';

/** Adds the endpoints of an app's webhooks, for `convex/http.ts`. A trailing slash works, too. */
export function addWebhookRoutes(http: HttpRouter, routes: readonly Route[]): void {
  for (const route of routes) {
    for (const path of [route.path, `${route.path}/`]) {
      http.route({
        path,
        method: 'POST',
        handler: httpActionGeneric(async (ctx, request) =>
          handleRequest(ctx as unknown as ActionCtx, request, route),
        ),
      });
      http.route({
        path,
        method: 'GET',
        handler: httpActionGeneric(async () => describeEndpoint()),
      });
    }
  }
}
