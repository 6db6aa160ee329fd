import { createContext, useContext } from 'react';
import type { AuditId, AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { WebhookRoute } from '../../webhooks/shared/operator.ts';
import type { Link } from './link.ts';
import type { Where } from '../../webhooks/shared/selection.ts';

/** The deployment that the panel shows, and the commands that any part of it may call. */
export interface Panel {
  role: 'viewer' | 'redispatcher';
  deployment: {
    name: string;
    /** Empty while a file is open without a deployment. */
    url: string;
    isLoopback: boolean;
    /** The routes on which the deployment receives webhooks. */
    routes: readonly WebhookRoute[];
    /** The app's table of users; null if it named none. */
    usersTable: string | null;
  };
  /** Opens a delivery in the inspector, in the timeline, and scrolls to its row when it is loaded. */
  select: (id: AuditId) => void;
  /** Opens a delivery of this deployment, or asks before it opens one of another. */
  openLink: (link: Link) => void;
  /** Opens the newer of two deliveries in the Diff tab, compared with the older one. */
  compare: (one: AuditRow, other: AuditRow) => void;
  /** Opens a user in the Users view. */
  openUser: (clerkId: string) => void;
  /** Shows the newest events that match a filter, e.g. `user:user_2x`. */
  setFilter: (text: string) => void;
  /** Opens the batch dialog for chosen deliveries, or for a filter over a time span (ms since 1970). */
  openBatch: (start: BatchStart) => void;
  /** Opens the doctor, which says whether webhooks arrive and what to do. */
  openDoctor: () => void;
}

export type BatchStart = { ids: AuditId[] } | { where: Where; since: number; until?: number };

const PanelContext = createContext<Panel | null>(null);
export const PanelProvider = PanelContext.Provider;

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('No panel: render this inside PanelProvider.');
  return panel;
}
