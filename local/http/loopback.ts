/** Keeps web pages out: only this machine's pages and browser extensions may talk to the deployment. */

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const EXTENSIONS = new Set(['chrome-extension:', 'moz-extension:']);

/**
 * Why a request is refused, or null.
 *
 * The Host header of a page that reaches loopback by DNS rebinding is the page's own name, and its
 * Origin header likewise. Servers and command lines send no Origin.
 */
export function refusal(host: string | undefined, origin: string | undefined): string | null {
  if (!host || !LOOPBACK.has(hostnameOf(`http://${host}`))) {
    return 'This local deployment answers only to localhost and 127.0.0.1, not to the Host of this request.';
  }
  if (origin !== undefined && !isAllowedOrigin(origin)) {
    return 'This local deployment answers only pages of localhost and browser extensions, not the Origin of this request.';
  }
  return null;
}

function isAllowedOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol } = new URL(origin);
  if (EXTENSIONS.has(protocol)) return true;
  return ['http:', 'https:'].includes(protocol) && LOOPBACK.has(hostnameOf(origin));
}

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
