import { storage, type WxtStorageItem } from 'wxt/utils/storage';

/** A deployment that the panel can connect to. Its access key stays in `storage.local`. */
export interface Deployment {
  id: string;
  name: string;
  url: string;
  accessKey: string;
}

/** What is looked at in one deployment, kept over reloads and over closing DevTools. */
export interface ViewState {
  view: 'timeline' | 'users';
  filter: string;
  selected: { kind: 'delivery' | 'rejection'; id: string } | null;
  openUser: string | null;
  /** Up to where Clear hides rows: `seq` as a decimal string, and milliseconds since 1970. */
  cleared: { seq: string; time: number };
}

export const initialView: ViewState = {
  view: 'timeline',
  filter: '',
  selected: null,
  openUser: null,
  cleared: { seq: '0', time: 0 },
};

/** The timeline's columns by id: only what differs from their defaults. */
export interface ColumnSettings {
  order: string[];
  sizes: Record<string, number>;
  hidden: Record<string, boolean>;
}

export interface SavedView {
  name: string;
  filter: string;
}

type Stored<T> = WxtStorageItem<T, Record<string, unknown>>;

export const deploymentsItem: Stored<Deployment[]> = storage.defineItem('local:deployments', {
  fallback: [],
});

/** Id of the deployment that was used last. */
export const currentDeploymentItem: Stored<string> = storage.defineItem('local:current', {
  fallback: '',
});

export const columnsItem: Stored<ColumnSettings> = storage.defineItem('local:columns', {
  fallback: { order: [], sizes: {}, hidden: {} },
});

export const savedViewsItem: Stored<SavedView[]> = storage.defineItem('local:savedViews', {
  fallback: [],
});

/**
 * Sizes of the timeline and the inspector, when side by side and when one below the other: pixels
 * once dragged, but only their proportion counts.
 */
export interface Split {
  beside: number[];
  below: number[];
}

export const splitItem: Stored<Split> = storage.defineItem('local:split', {
  fallback: { beside: [3, 2], below: [1, 1] },
});

export function viewItem(deploymentId: string): Stored<ViewState> {
  return storage.defineItem(`local:view:${deploymentId}`, { fallback: initialView });
}

/** How the inspector shows deliveries. */
export interface InspectorSettings {
  tab: 'Overview' | 'Change' | 'Payload' | 'Diff' | 'Headers' | 'Attempts' | 'User';
  layout: 'side by side' | 'inline';
  /** Whether differences in times that every event moves are listed. */
  noise: boolean;
}

export const initialInspector: InspectorSettings = {
  tab: 'Overview',
  layout: 'inline',
  noise: true,
};

export const inspectorItem: Stored<InspectorSettings> = storage.defineItem('local:inspector', {
  fallback: initialInspector,
});
