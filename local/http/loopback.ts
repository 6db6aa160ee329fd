/** Keeps web pages out: only this machine's pages and browser extensions may talk to the deployment. */
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const EXTENSIONS = new Set(['chrome-extension:', 'moz-extension:']);

/**
 * Why a request is refused, or null.
 *
 * The Host header of a page that reaches loopback by DNS rebinding is the page's own name, and its
 * Origin header likewise. Servers and command lines send no Origin. Neither do browsers for
 * `<script>` and `<img>`, but their Fetch metadata say that the request comes from another site.
 */
export function refusal(headers: IncomingHttpHeaders): string | null {
  const { host, origin } = headers;
  if (!host || !LOOPBACK.has(hostnameOf(`http://${host}`))) {
    return 'This local deployment answers only to localhost and 127.0.0.1, not to the Host of this request.';
  }
  if (origin === undefined ? isEmbeddedElsewhere(headers) : !isAllowedOrigin(origin)) {
    return 'This local deployment answers only pages of localhost and browser extensions, not the Origin of this request.';
  }
  return null;
}

/**
 * True for a request that another site's page embeds. `localhost` and `127.0.0.1` count as two
 * sites, so the Referer identifies a page of this machine. A link, or a redirect at the end of a
 * sign-in, opens a page of its own, which no other page can read.
 */
function isEmbeddedElsewhere(headers: IncomingHttpHeaders): boolean {
  if (headers['sec-fetch-site'] !== 'cross-site') return false;
  const isPage =
    headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !isPage && !isAllowedOrigin(headers.referer ?? '');
}

function isAllowedOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol } = new URL(origin);
  if (EXTENSIONS.has(protocol)) return true;
  return ['http:', 'https:'].includes(protocol) && LOOPBACK.has(hostnameOf(origin));
}

function hostnameOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
