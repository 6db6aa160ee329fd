import { createContext, useContext } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Mark } from '../../../webhooks/shared/mark.ts';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import type { EventLog } from '../../data/feed/events.ts';
import type { TimelineItem } from '../../event/item.ts';
import type { Timeline } from '../rows/useTimeline.ts';
import type { PayloadSearch } from './usePayloadSearch.ts';

/** The state of the timeline. It changes with every event that comes. */
export interface TimelineState extends Omit<
  Timeline,
  'fetchMore' | 'fetchOn' | 'showNew' | 'boundary'
> {
  log: EventLog;
  /** The requests that were rejected, newest first, as far as loaded. */
  rejections: readonly Rejection[];
  /** The deploys that were marked, newest first. */
  marks: readonly Mark[];
  /** True if the rows of an event are listed below its line. */
  isUnfolded: (row: AuditRow) => boolean;
  /** True for the events of a deployment, false for those of a file. */
  live: boolean;
  /** True if new events are added: not for a file, and not for earlier events. */
  grows: boolean;
  /** True if personal data is masked, so that filters and searches cannot match it. */
  masked: boolean;
  /** True once the newest events are loaded and filtered. */
  ready: boolean;
  filter: string;
  /** True if Clear, Pause or a payload search hides events that match the filter. */
  isNarrowed: boolean;
  /** How many events Clear hides. */
  hiddenByClear: number;
  paused: boolean;
  /** How many events wait behind the pause. */
  behindPause: number;
  /** The event that the inspector shows. */
  active: TimelineItem | null;
  /** The selected rows, by id. */
  selection: ReadonlyMap<string, TimelineItem>;
  /** True if failures are grouped by error in place of the events. */
  byError: boolean;
  searchOpen: boolean;
  search: PayloadSearch | null;
  /** The result of the last search for a failure; empty for none. */
  failureText: string;
  /** Why the search for a failure did not work. */
  failureError: { message: string; retry: () => void } | null;
}

/** Commands to the timeline. The functions stay the same while it is shown. */
export interface TimelineCommands {
  setFilter: (filter: string) => void;
  togglePause: () => void;
  clear: () => void;
  unclear: () => void;
  /** Opens an event in the inspector, and clears the selection unless `keepSelection`. */
  activate: (item: TimelineItem, keepSelection?: boolean) => void;
  /** Lists the rows of an event below its line, or folds them. */
  unfold: (row: AuditRow, isUnfolded: boolean) => void;
  /** Adds rows to the selection. A single row that is selected already is deselected. */
  toggleSelected: (items: readonly TimelineItem[]) => void;
  clearSelection: () => void;
  openFirstAttempt: (row: AuditRow) => void;
  openOriginal: (row: AuditRow) => void;
  /** Opens the next failure or rejection, older (1) or newer (-1). */
  toFailure: (step: 1 | -1) => void;
  /**
   * Fetches older events if the list has room. `fetchOn` does so even after the automatic fetching
   * stopped.
   */
  fetchMore: () => void;
  fetchOn: () => void;
  /** Shows the events before the oldest one here, in place of these. */
  showEarlier: () => void;
  /** Keeps the rows in place: new ones wait until this ends, or until `showNew`. */
  hold: (isHeld: boolean) => void;
  showNew: () => void;
  setByError: (byError: boolean) => void;
  toggleSearch: () => void;
  search: (text: string) => void;
  searchOn: () => void;
  stopSearch: () => void;
}

const StateContext = createContext<TimelineState | null>(null);
const CommandsContext = createContext<TimelineCommands | null>(null);
export const TimelineStateProvider = StateContext.Provider;
export const TimelineCommandsProvider = CommandsContext.Provider;

export function useTimelineState(): TimelineState {
  return provided(useContext(StateContext));
}

export function useTimelineCommands(): TimelineCommands {
  return provided(useContext(CommandsContext));
}

function provided<T>(value: T | null): T {
  if (value === null) throw new Error('No timeline: render this inside TimelineProvider.');
  return value;
}
