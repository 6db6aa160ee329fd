/** What a link to the panel points at: `panel.html#event=<audit id>&deployment=<url>`. */
export interface Link {
  event: string;
  /** null: whichever deployment is open. */
  deployment: string | null;
}

export function readLink(hash: string): Link | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const event = parameters.get('event');
  return event ? { event, deployment: parameters.get('deployment') } : null;
}

/** A link that opens the panel as a tab at an event. */
export function linkTo(panelUrl: string, { event, deployment }: Link): string {
  const parameters = new URLSearchParams({ event, ...(deployment && { deployment }) });
  return `${panelUrl.replace(/#.*$/s, '')}#${parameters}`;
}
