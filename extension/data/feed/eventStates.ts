import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { isAhead, outranks, setsItsSubject } from '../../../webhooks/shared/superseding.ts';

/** The state of an event, as far as its rows and later rows of its subject are loaded. */
export type EventState =
  | { kind: 'never failed' | 'open' }
  /** `by` is the row that did not fail; null if it is older than the loaded rows. */
  | { kind: 'mended'; by: AuditRow | null }
  /** `by` is the later row that brought the newest data of its subject, or deleted it. */
  | { kind: 'superseded'; by: AuditRow };

/** The loaded rows of one event, oldest first. The array also identifies the event. */
export type EventRows = readonly AuditRow[];

interface Subject {
  /** The loaded rows that brought newer data than every later row, oldest first. */
  setters: AuditRow[];
  /** The open events about the subject. Only their states depend on rows to come. */
  open: Set<EventRows>;
}

/** How many changes are remembered. At twice as many, the oldest are forgotten together. */
const REMEMBERED = 10_000;
const neverFailed: EventState = { kind: 'never failed' };

/**
 * Groups rows by event and keeps the state of each. The cost of a row depends only on its event and
 * subject.
 */
export class EventStates {
  readonly #knowsLater: boolean;
  readonly #events = new Map<string, AuditRow[]>();
  readonly #subjects = new Map<string, Subject>();
  /** The rows that have or had another row of their event beside them, or that failed. */
  readonly #notable = new WeakSet<AuditRow>();
  /** The states of the events that failed. */
  readonly #kinds = new Map<EventRows, EventState['kind']>();
  #changes: EventRows[] = [];
  #forgotten = 0;

  /** @param knowsLater false if rows newer than all of these may have mended a failure */
  constructor(knowsLater = true) {
    this.#knowsLater = knowsLater;
  }

  rowsOf(row: AuditRow): EventRows {
    return this.#events.get(eventKey(row)) ?? [];
  }

  /** True if a row that is loaded is the only one of its event, and did not fail, like most. */
  isPlain(row: AuditRow): boolean {
    return !this.#notable.has(row);
  }

  /** The state of the event of a row; null when its event, or rows that decide it, are not loaded. */
  stateOf(row: AuditRow): EventState | null {
    const event = this.#events.get(eventKey(row));
    if (event === undefined) return null;
    const state = this.#kinds.has(event) ? this.#stateOf(event, row) : neverFailed;
    return state.kind === 'open' && !this.#knowsLater ? null : state;
  }

  /** How many times the state of any event has changed. */
  get changed(): number {
    return this.#forgotten + this.#changes.length;
  }

  /**
   * The events whose state changed since `changed` had this value; null if that was too long ago.
   */
  changedSince(changed: number): EventRows[] | null {
    return changed < this.#forgotten ? null : this.#changes.slice(changed - this.#forgotten);
  }

  /** Adds a row that is newer than all others, or older than all. */
  add(row: AuditRow, end: 'newer' | 'older'): void {
    const key = eventKey(row);
    let event = this.#events.get(key);
    if (event === undefined) this.#events.set(key, (event = [row]));
    else if (end === 'newer') event.push(row);
    else event.unshift(row);

    if (row.outcome === 'failed' || event.length > 1) {
      for (const one of [row, event[0]!, event.at(-1)!]) this.#notable.add(one);
      this.#judge(event);
    }
    if (row.subject !== undefined && setsItsSubject(row)) this.#set(this.#subjectOf(row), row, end);
  }

  /** Removes the oldest row. */
  removeOldest(row: AuditRow): void {
    const event = this.#events.get(eventKey(row));
    if (event === undefined) return;
    event.shift();
    if (event.length === 0) this.#events.delete(eventKey(row));
    if (this.#kinds.has(event)) this.#judge(event, row);
    const subject = this.#subjects.get(subjectKey(row));
    if (subject === undefined) return;
    if (subject.setters[0] === row) subject.setters.shift();
    if (subject.setters.length === 0 && subject.open.size === 0)
      this.#subjects.delete(subjectKey(row));
  }

  #set({ setters, open }: Subject, row: AuditRow, end: 'newer' | 'older'): void {
    if (end === 'older') {
      // The row came before every loaded failure, so it supersedes none of them.
      if (setters.length === 0 || outranks(row, setters[0]!)) setters.unshift(row);
      return;
    }
    while (setters.length > 0 && !outranks(setters.at(-1)!, row)) setters.pop();
    setters.push(row);
    for (const event of open) this.#judge(event);
  }

  #judge(event: EventRows, any = event[0]!): void {
    const { kind } = this.#stateOf(event, any);
    const before = this.#kinds.get(event) ?? 'never failed';
    if (kind === before) return;
    if (kind === 'never failed') this.#kinds.delete(event);
    else this.#kinds.set(event, kind);
    if (any.subject !== undefined) {
      const { open } = this.#subjectOf(any);
      if (kind === 'open') open.add(event);
      else open.delete(event);
    }
    this.#remember(event);
  }

  #stateOf(event: EventRows, any: AuditRow): EventState {
    const subject = any.subject === undefined ? undefined : this.#subjects.get(subjectKey(any));
    return stateOf(event, subject?.setters ?? []);
  }

  #remember(event: EventRows): void {
    this.#changes.push(event);
    if (this.#changes.length <= 2 * REMEMBERED) return;
    this.#forgotten += this.#changes.length - REMEMBERED;
    this.#changes = this.#changes.slice(-REMEMBERED);
  }

  #subjectOf(row: AuditRow): Subject {
    const key = subjectKey(row);
    let subject = this.#subjects.get(key);
    if (subject === undefined) {
      this.#subjects.set(key, (subject = { setters: [], open: new Set() }));
    }
    return subject;
  }
}

function stateOf(event: EventRows, setters: readonly AuditRow[]): EventState {
  const newest = event.at(-1);
  if (newest === undefined || !event.some(({ outcome }) => outcome === 'failed'))
    return neverFailed;
  const mend = event.find(({ outcome }) => outcome !== 'failed');
  if (mend !== undefined || event.some(({ settled }) => settled))
    return { kind: 'mended', by: mend ?? null };
  // The first of the later setters has the newest data of them.
  const later = setters.find(({ seq }) => seq > newest.seq);
  return later !== undefined && isAhead(later, newest)
    ? { kind: 'superseded', by: later }
    : { kind: 'open' };
}

/** A source has no space in it, since it is the name of a route's sender. */
function eventKey({ source, event_id }: AuditRow): string {
  return source === 'clerk' ? event_id : `${source} ${event_id}`;
}

function subjectKey({ source, subject }: AuditRow): string {
  return `${source} ${subject}`;
}
