/** Starts a local deployment in this process. */
import { existsSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { version } from 'convex';
import { adminKeyOf, newAdminKey } from './auth/adminKey.ts';
import { TokenVerifier } from './auth/identity.ts';
import type { ConflictOptions } from './engine/contract/conflicts.ts';
import { handleApi } from './http/api.ts';
import { FunctionLog } from './http/functionLog.ts';
import { listen, type Listener } from './http/listen.ts';
import { refusal } from './http/loopback.ts';
import { handleSite } from './http/site.ts';
import { openEngine } from './localEngine.ts';
import { isSyncPath, syncServer } from './sync/server.ts';
import { systemModules } from './system/modules.ts';

export type DeploymentOptions = {
  /** Folder of Convex functions. */
  functions: string;
  /** Ports; 0 picks a free one. */
  port: number;
  sitePort: number;
  /** Environment variables to set before anything is served. */
  env?: Record<string, string>;
  /** Reload when the functions folder changes. Off by default. */
  watch?: boolean;
  /** Makes commits of mutations fail at random, as on a busy deployment. None fail by default. */
  conflicts?: ConflictOptions;
} & ({ data: string } | { memory: true });

/**
 * Printed when changed functions are served, for the developer and for the process that started
 * this one.
 */
export const FUNCTIONS_RELOADED = 'The functions have changed, and the new ones are served.';

export interface Deployment {
  url: string;
  siteUrl: string;
  adminKey: string;
  close: () => Promise<void>;
}

/** @throws Error with a sentence for the user about a taken port, or a missing or unusable folder. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  if (!existsSync(options.functions) || !statSync(options.functions).isDirectory()) {
    throw new Error(`There is no functions folder at ${options.functions}.`);
  }
  if ('data' in options && isWithin(options.functions, options.data)) {
    throw new Error(
      `The data folder ${options.data} is inside the functions folder, where each write would count ` +
        `as a change of the functions. Choose another with --data.`,
    );
  }
  const api = await listen(options.port, '--port');
  try {
    const site = await listen(options.sitePort, '--site-port');
    try {
      return await serve(options, api, site);
    } catch (error) {
      await site.close();
      throw error;
    }
  } catch (error) {
    await api.close();
    throw error;
  }
}

function isWithin(folder: string, path: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}

async function serve(
  options: DeploymentOptions,
  api: Listener,
  site: Listener,
): Promise<Deployment> {
  const data = 'data' in options ? options.data : null;
  const engine = await openEngine({
    functions: options.functions,
    data,
    cloudUrl: api.url,
    siteUrl: site.url,
    env: Object.entries(options.env ?? {}).map(([name, value]) => ({ name, value })),
    watch: options.watch ?? false,
    ...(options.conflicts && { conflicts: options.conflicts }),
  });
  engine.onSourcesReloaded(() => console.error(FUNCTIONS_RELOADED));
  engine.onReloadError((message) => console.error(`The old functions stay: ${message}`));
  const adminKey = data === null ? newAdminKey() : adminKeyOf(data);
  engine.addModules(systemModules(engine, api.url));

  const credentials = { adminKey, tokens: new TokenVerifier(() => engine.authProviders()) };
  const log = new FunctionLog(engine);
  const sync = syncServer(engine, credentials);
  const context = { engine, credentials, log, version };

  api.serve({
    request: (request, response) => handleApi(context, request, response),
    upgrade(request, socket, head) {
      if (refusal(request.headers)) refuse(403, 'Forbidden');
      else if (!isSyncPath(request.url ?? '')) refuse(400, 'Bad Request');
      else sync.upgrade(request, socket, head);

      function refuse(status: number, reason: string) {
        socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\n\r\n`);
      }
    },
  });
  site.serve({
    request: (request, response) => handleSite(engine, credentials, request, response),
  });

  return {
    url: api.url,
    siteUrl: site.url,
    adminKey,
    async close() {
      sync.close();
      log.close();
      await Promise.all([api.close(), site.close()]);
      await engine.close();
    },
  };
}
