/** Pages that lie to the panel: they answer their own calls to Clerk as they like. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Contained in every forged text, so that a test can search for it where it must not be. */
export const CREDENTIAL = 'credentialOfAStory';

export interface HostileSite {
  /** The same pages under two hosts, which a browser treats as two sites. */
  url: string;
  otherUrl: string;
  close: () => void;
}

interface HostilePage {
  html: string;
  headers?: Record<string, string>;
}

/** @param pages by path; each can call `save` and the others of `FORGE`. */
export async function startHostileSite(pages: Record<string, HostilePage>): Promise<HostileSite> {
  const server = createServer((request, response) => void answer(request, response, pages));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    otherUrl: `http://localhost:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pages: Record<string, HostilePage>,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, 'http://127.0.0.1');
  const page = pages[pathname];
  if (page !== undefined) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
    response.end(`<!doctype html><title>${pathname}</title><script>${FORGE}</script>${page.html}`);
    return;
  }
  await sleep(Number(searchParams.get('wait')));
  response.writeHead(200, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
  });
  // Any answer of Clerk that the page wants to forge.
  response.end(await buffer(request));
}

/** Functions that a page calls to forge calls of clerk-js with their answers. */
const FORGE = `
  const native = { fetch: window.fetch.bind(window), stringify: JSON.stringify, now: Date.now };
  const forgedUser = (id, fields) => ({
    object: 'user', id, updated_at: native.now(), first_name: 'Hostile', last_name: 'Page', ...fields,
  });
  const forgedClient = (user) => ({
    object: 'client', last_active_session_id: 'sess_${CREDENTIAL}',
    sessions: [{
      object: 'session', id: 'sess_${CREDENTIAL}', status: 'active', user,
      last_active_token: { jwt: 'eyJ${CREDENTIAL}' },
    }],
  });
  const call = (method, path, body, { host = location.origin, wait = 0 } = {}) => native.fetch(
    host + '/v1/' + path + '?_clerk_js_version=6.40.0&_method=' + method + '&wait=' + wait +
      '&__clerk_db_jwt=dvb_${CREDENTIAL}',
    { method: 'POST', body: native.stringify(body) },
  ).then((answered) => answered.text());
  const save = (id, fields = {}, options = {}) => {
    const user = forgedUser(id, fields);
    return call('PATCH', 'me', { response: user, client: forgedClient(user) }, options);
  };
  const done = () => document.body.setAttribute('data-done', '');
`;
