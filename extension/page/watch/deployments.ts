/** How many deployments of one page are kept. */
const TOLD = 5;

/**
 * The origin of the deployment that a request of the page goes to; null if the request is not the
 * socket of a Convex client (`wss://HOST/api/VERSION/sync`).
 */
export function deploymentOf(url: string): string | null {
  if (!/^wss?:/i.test(url) || url.length > 2_000 || !URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (!/^\/api\/[\w.-]{1,40}\/sync$/.test(pathname)) return null;
  return `${protocol === 'wss:' ? 'https' : 'http'}://${host}`;
}

/** Adds a deployment at the front. Each is listed once. */
export function withDeployment(known: readonly string[], url: string): readonly string[] {
  if (known[0] === url) return known;
  return [url, ...known.filter((other) => other !== url)].slice(0, TOLD);
}

/** Reads the origins from the result of `LOOK_FOR_DEPLOYMENTS`, which the page can forge. */
export function deploymentsIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const origins = value.slice(0, TOLD).flatMap((text: unknown) => {
    if (typeof text !== 'string' || text.length > 300 || !URL.canParse(text)) return [];
    const { protocol, origin } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? [origin] : [];
  });
  return [...new Set(origins)];
}

/**
 * Finds Convex clients in the React tree of the page: a provider's `client` with `url` and
 * `watchQuery`, which ConvexReactClient has. This finds the deployments of pages that were open
 * before DevTools.
 */
export const LOOK_FOR_DEPLOYMENTS = `(() => {
  const found = [];
  const roots = document.querySelectorAll('*');
  let fibers = [];
  for (let i = 0; i < roots.length && i < 20000 && fibers.length < 20; i++) {
    const key = Object.keys(roots[i]).find((name) => name.startsWith('__reactContainer$'));
    const fiber = key && roots[i][key];
    if (fiber) fibers.push((fiber.stateNode && fiber.stateNode.current) || fiber);
  }
  for (let seen = 0; fibers.length > 0 && seen < 20000 && found.length < ${TOLD}; seen++) {
    const fiber = fibers.pop();
    const props = fiber.memoizedProps;
    for (const client of props ? [props.client, props.value] : []) {
      if (client && typeof client.url === 'string' && typeof client.watchQuery === 'function')
        if (client.url.length < 300 && !found.includes(client.url)) found.push(client.url);
    }
    if (fiber.sibling) fibers.push(fiber.sibling);
    if (fiber.child) fibers.push(fiber.child);
  }
  return found;
})()`;

/** Whether a page talks to deployments, and none of them is the panel's. */
export function isOtherDeployment(ofPage: readonly string[], ofPanel: string): boolean {
  return ofPage.length > 0 && !ofPage.some((url) => sameMachine(url) === sameMachine(ofPanel));
}

function sameMachine(url: string): string {
  return url.replace(/^(https?:\/\/)localhost(?=:|$)/, '$1127.0.0.1');
}

/** Whether a deployment is one of Convex Cloud's. */
export function isConvexCloud(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname.endsWith('.convex.cloud');
}
