import { unwrapped } from './pasted.ts';

export type ParsedUrl =
  | { kind: 'ok'; url: string }
  /** http to another machine: used only after a warning. */
  | { kind: 'unencrypted'; url: string; message: string }
  | { kind: 'wrong'; message: string };

/**
 * Reads a deployment's URL as typed or pasted. Drops quotes and the like around it, and its path.
 * Adds a missing scheme (http for this machine, else https), completes a deployment's name, and
 * turns .convex.site into .convex.cloud. For a wrong URL it says what to type instead.
 */
export function parseDeploymentUrl(text: string): ParsedUrl {
  const typed = unwrapped(text);
  if (typed === '') return wrong('Type the URL of the deployment.');

  const named = /^[a-z]+-[a-z]+-\d+$/i.test(typed) ? `${typed}.convex.cloud` : typed;
  const withScheme = /^[a-z]+:\/\//i.test(named)
    ? named
    : `${isLoopbackHost(named.split(/[:/]/, 1)[0]!) ? 'http' : 'https'}://${named}`;
  if (!URL.canParse(withScheme)) {
    return wrong(
      'This is not a URL. A deployment has one like https://happy-otter-123.convex.cloud',
    );
  }
  const url = new URL(withScheme);

  if (url.protocol === 'ws:' || url.protocol === 'wss:') {
    url.protocol = url.protocol === 'ws:' ? 'http:' : 'https:';
    return wrong(`Use the http address, without the path: ${new URL(url).origin}`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return wrong('A deployment URL begins with https:// (or http:// on this machine).');
  }
  if (url.hostname === 'dashboard.convex.dev') {
    return wrong(
      'This is the dashboard. The deployment URL is there under Settings, and in .env.local as CONVEX_URL.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    return wrong('Remove the part before the @: the access key goes in the field below.');
  }
  // Webhooks arrive at .convex.site; the panel talks to .convex.cloud.
  url.hostname = url.hostname.replace(/\.convex\.site$/, '.convex.cloud');
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    const message = `The access key and the data that it shows would travel unencrypted: anyone on the network can read them. Use https://${url.host} if it serves that.`;
    return { kind: 'unencrypted', url: url.origin, message };
  }
  return { kind: 'ok', url: url.origin };
}

/** True if a deployment is on this machine, where a re-dispatch harms nobody else. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function wrong(message: string): ParsedUrl {
  return { kind: 'wrong', message };
}
