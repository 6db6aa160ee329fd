import { storage, type WxtStorageItem } from 'wxt/utils/storage';

/** A deployment that the panel can connect to. Its access key stays in `storage.local`. */
export interface Deployment {
  id: string;
  name: string;
  url: string;
  accessKey: string;
}

/** The state of the views of one deployment. It outlives reloads and closed DevTools. */
export interface ViewState {
  view: 'timeline' | 'users';
  filter: string;
  selected: { kind: 'delivery' | 'rejection'; id: string } | null;
  openUser: string | null;
  /**
   * The newest row that Clear hides: its `seq` as a decimal string, and its time in milliseconds
   * since 1970.
   */
  cleared: { seq: string; time: number };
}

export const initialView: ViewState = {
  view: 'timeline',
  filter: '',
  selected: null,
  openUser: null,
  cleared: { seq: '0', time: 0 },
};

/** The timeline's columns by id: only the differences from the defaults. */
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

/** True shows the histogram, false hides it, null shows it if there is room. */
export const histogramItem: Stored<boolean | null> = storage.defineItem('local:histogram', {
  fallback: null,
});

export const savedViewsItem: Stored<SavedView[]> = storage.defineItem('local:savedViews', {
  fallback: [],
});

/**
 * Sizes of the timeline and the inspector, side by side and one below the other. Only their
 * proportion counts: they are percentages, or pixels if an older version stored them.
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
  /** Whether to list changes of times that every event moves. */
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

/** How the page that DevTools inspects is followed. */
export interface PageSettings {
  follow: boolean;
  /** After this long without its webhook, a change of the page raises an alarm. */
  silentAfterSeconds: number;
}

export const pageItem: Stored<PageSettings> = storage.defineItem('local:page', {
  fallback: { follow: true, silentAfterSeconds: 15 },
});
