import { parseDeploymentUrl } from './deploymentUrl.ts';

/** A link to an event: `panel.html#event=<audit id>&deployment=<url>`. */
export interface Link {
  event: string;
  /** null: whichever deployment is open. */
  deployment: string | null;
}

/** The link in a page's address; null if there is none, or if its deployment is not a URL. */
export function readLink(hash: string): Link | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const event = parameters.get('event');
  const deployment = parameters.get('deployment');
  if (!event) return null;
  if (deployment === null) return { event, deployment };
  const parsed = parseDeploymentUrl(deployment);
  return parsed.kind === 'wrong' ? null : { event, deployment: parsed.url };
}

/** A link that opens the panel as a tab at an event. */
export function linkTo(panelUrl: string, { event, deployment }: Link): string {
  const parameters = new URLSearchParams({ event, ...(deployment && { deployment }) });
  return `${panelUrl.split('#', 1)[0]}#${parameters}`;
}
