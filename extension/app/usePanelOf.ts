import { useMemo } from 'react';
import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import type { Me } from '../../webhooks/shared/operator.ts';
import { usePinnedEvent } from '../inspector/diff/pinned.tsx';
import { isLoopback } from '../panel/deploymentUrl.ts';
import type { Link } from '../panel/link.ts';
import type { Panel } from '../panel/panel.tsx';
import type { Deployment, ViewState } from '../panel/settings.ts';
import { usePanelState } from './state/panelState.tsx';

/**
 * Tells the parts of the panel about a deployment, and carries out what they ask of the whole
 * panel.
 */
export function usePanelOf(
  { name, url }: Deployment,
  me: Me,
  /** Must be stable, like `onLink`. */
  change: (part: Partial<ViewState>) => void,
  onLink: (link: Link) => void,
  /** Shows the newest events, if others are shown. */
  showNewest: () => void,
): Panel {
  const { setDialog } = usePanelState();
  const { compare } = usePinnedEvent();
  const { role, usersTable = null } = me;
  // `me` is a new object each time that the server answers.
  const routes = JSON.stringify(me.routes);
  return useMemo(() => {
    const select: Panel['select'] = (id) =>
      change({ view: 'timeline', selected: { kind: 'delivery', id } });
    return {
      role,
      deployment: {
        name,
        url,
        isLoopback: isLoopback(url),
        routes: JSON.parse(routes) as Me['routes'],
        usersTable,
      },
      select,
      openLink: (link) =>
        link.deployment === null || link.deployment === url
          ? select(link.event as AuditId)
          : onLink(link),
      compare: (one, other) =>
        change({ view: 'timeline', selected: { kind: 'delivery', id: compare(one, other) } }),
      openUser: (clerkId) =>
        change(
          usersTable === null
            ? { view: 'timeline', filter: `user:${clerkId}` }
            : { view: 'users', openUser: clerkId },
        ),
      setFilter: (filter) => {
        // Those who ask for it mean the deployment's newest events.
        showNewest();
        change({ view: 'timeline', filter });
      },
      openBatch: (start) => setDialog({ kind: 'batch', start }),
      openDoctor: () => setDialog({ kind: 'doctor' }),
    };
  }, [name, url, role, routes, usersTable, change, onLink, showNewest, setDialog, compare]);
}
