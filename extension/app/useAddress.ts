import { useEffect, useRef } from 'react';
import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import { isImported } from '../data/imported.ts';
import { linkTo, readLink, type Link } from '../panel/link.ts';

/** Events that are open for a shorter time, as while an arrow key is held, get no history entry. */
const STAYS_MS = 400;

/**
 * Keeps the tab's address at the open event, so that reload and back work. The address holds the
 * event's id and the deployment's URL, never an access key.
 *
 * @param event id of the open delivery; null for none
 * @param open must be stable; called with null to close the open event
 */
export function useAddress(
  event: string | null,
  deployment: string,
  open: (link: Link | null) => void,
): void {
  const isFirst = useRef(true);

  useEffect(() => {
    const isShared = event !== null && !isImported(event as AuditId);
    const address = isShared
      ? linkTo(location.href, { event, deployment })
      : location.href.split('#', 1)[0]!;
    // The first event replaces the address at which the tab was opened.
    const delay = isFirst.current ? 0 : STAYS_MS;
    const timer = setTimeout(() => {
      const isFirstStop = isFirst.current;
      isFirst.current = false;
      if (address === location.href) return;
      if (isFirstStop) history.replaceState(history.state, '', address);
      else history.pushState(null, '', address);
    }, delay);
    return () => clearTimeout(timer);
  }, [event, deployment]);

  useEffect(() => {
    const onPopState = () => open(readLink(location.hash));
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, [open]);
}
