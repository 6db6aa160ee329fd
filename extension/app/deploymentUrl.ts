export type ParsedUrl =
  | { kind: 'ok'; url: string }
  /** http to another machine: to be used only by whoever was told. */
  | { kind: 'unencrypted'; url: string; message: string }
  | { kind: 'wrong'; message: string };

/**
 * What someone types or pastes as a deployment's URL: spaces are trimmed, a missing scheme is added
 * (http for this machine, else https), a path is dropped. A wrong one says what to type instead.
 */
export function parseDeploymentUrl(text: string): ParsedUrl {
  const trimmed = text.trim();
  if (trimmed === '') return wrong('Type the URL of the deployment.');

  const withScheme = /^[a-z]+:\/\//i.test(trimmed)
    ? trimmed
    : `${isLoopbackHost(trimmed.replace(/[:/].*$/s, '')) ? 'http' : 'https'}://${trimmed}`;
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
  if (url.hostname.endsWith('.convex.site')) {
    const cloud = url.hostname.replace(/\.convex\.site$/, '.convex.cloud');
    return wrong(`.convex.site is where webhooks arrive. The panel connects to https://${cloud}`);
  }
  if (url.hostname === 'dashboard.convex.dev') {
    return wrong(
      'This is the dashboard. The deployment URL stands there under Settings, and in .env.local as CONVEX_URL.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    return wrong('Leave out what stands before the @: the access key goes in the field below.');
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    const message = `The access key and what it shows would travel unencrypted: whoever is on the network can read along. Use https://${url.host} if it serves that.`;
    return { kind: 'unencrypted', url: url.origin, message };
  }
  return { kind: 'ok', url: url.origin };
}

/** Whether a deployment is on this machine, where re-dispatching harms nobody else. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function wrong(message: string): ParsedUrl {
  return { kind: 'wrong', message };
}
