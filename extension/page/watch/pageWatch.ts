import type { EventLog } from '../../data/feed/events.ts';
import { AnswerQueue } from './answerQueue.ts';
import {
  changesOf,
  type AnsweredCall,
  type PageChange,
  type Sighting,
} from '../pairing/changes.ts';
import { clerkCallOf } from '../clerk/clerkCall.ts';
import { clerkUserIn, READ_CLERK_USER } from '../clerk/clerkGlobal.ts';
import { DeploymentSearch } from './deploymentSearch.ts';
import type { InspectedPage, PageRequest } from './inspectedPage.ts';
import { Paced } from './paced.ts';
import type { Pairing } from '../pairing/pairing.ts';
import { Pairings } from '../pairing/pairings.ts';
import { SignedInUser } from './signedInUser.ts';
import { UserRows } from './userRows.ts';
import type { PageUser } from '../clerk/pageUser.ts';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';

/** What is known of the inspected page. The page can forge all of it. */
export interface PageSnapshot {
  /** Who is signed in; null for nobody, undefined while it is not known. */
  user: PageUser | null | undefined;
  /** The deployments that the page talks to, the last found first. */
  deployments: readonly string[];
  /** The page's changes, oldest first. */
  pairings: readonly Pairing[];
}

export const NOTHING_KNOWN: PageSnapshot = { user: undefined, deployments: [], pairings: [] };

const CALLS_KEPT = 100;
const SIGHTINGS_KEPT = 20;
/** A loading page has asked Clerk within this time who is signed in. */
const LOADED_WITHIN_MS = 3_000;
/**
 * How often the panel is updated while a page calls Clerk in a loop, so that the panel stays
 * responsive.
 */
const TOLD_EVERY_MS = 200;

/**
 * Follows the inspected page: who is signed in, what the page changes at Clerk, and which webhooks
 * result. It keeps no URLs or bodies, only the newest facts that it reads from them. It has timers
 * only after a navigation and after a call.
 */
export class PageWatch {
  snapshot = NOTHING_KNOWN;
  readonly deployments: DeploymentSearch;

  readonly #page: InspectedPage;
  readonly #now: () => number;
  readonly #answers = new AnswerQueue();
  readonly #user = new SignedInUser();
  readonly #pairings = new Pairings();
  readonly #listeners = new Set<() => void>();
  readonly #tell = new Paced(() => {
    this.#changes = changesOf(this.#calls, this.#sightings);
    this.#publish();
  }, TOLD_EVERY_MS);
  #log: EventLog | null = null;
  #rows = new UserRows();
  #calls: AnsweredCall[] = [];
  #sightings: Sighting[] = [];
  #changes: PageChange[] = [];
  #afterNavigation: ReturnType<typeof setTimeout> | undefined;
  /**
   * Counts the navigations, since an answer to a question before one says nothing of the page after
   * it.
   */
  #visit = 0;
  /** Whether an expression did not return: nothing more runs in the page until it navigates. */
  #isHung = false;

  constructor(page: InspectedPage, now = Date.now) {
    this.#page = page;
    this.#now = now;
    this.deployments = new DeploymentSearch(page, () => this.#tell.ask());
  }

  /** Returns a function that ends it. */ start(): () => void {
    const stopRequests = this.#page.onRequest((request) => void this.#take(request));
    const stopNavigation = this.#page.onNavigated(() => this.#navigated());
    void this.#begin();
    return () => {
      stopRequests();
      stopNavigation();
      clearTimeout(this.#afterNavigation);
      this.deployments.stop();
      this.#answers.stop();
      this.#tell.stop();
      this.#visit += 1;
    };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Pairs the page's changes with the rows of a log, as they come. Returns a function that ends
   * this.
   */
  followRows(log: EventLog): () => void {
    this.#log = log;
    // The log may be another deployment's.
    this.#rows = new UserRows();
    const take = () => {
      if (this.#rows.take(log, this.#now(), this.#users())) this.#publish();
    };
    const stop = log.subscribe(take);
    take();
    this.#publish();
    return () => {
      stop();
      if (this.#log === log) this.#log = null;
    };
  }

  /**
   * When this panel saw a row arrive, milliseconds since 1970; null if the row was there before.
   */
  seenAt(row: AuditRow): number | null {
    return this.#rows.seenAt(row);
  }

  /** The loaded rows about a user. */
  rowsOf(userId: string): readonly AuditRow[] {
    return this.#rows.of(userId);
  }

  /** Reads who is signed in from the page's own Clerk, if it has one. */
  async readUser(): Promise<void> {
    if (this.#isHung) return;
    const visit = this.#visit;
    const at = this.#now();
    const read = await this.#page.evaluate(READ_CLERK_USER);
    if (visit !== this.#visit) return;
    this.#isHung = read.kind === 'hung';
    const user = read.kind === 'value' ? clerkUserIn(read.value) : undefined;
    if (user === undefined) return;
    if (user !== null) this.#sightings = [...this.#sightings, { at, user }].slice(-SIGHTINGS_KEPT);
    this.#user.tell(user, at);
    this.#publish();
  }

  async #begin(): Promise<void> {
    const visit = this.#visit;
    const recorded = await this.#page.recorded().catch(() => []);
    await Promise.all(recorded.map((request) => this.#take(request)));
    if (visit === this.#visit && this.#user.current === undefined) await this.readUser();
  }

  #navigated(): void {
    this.#visit += 1;
    this.#isHung = false;
    this.#user.forget();
    this.deployments.navigated();
    clearTimeout(this.#afterNavigation);
    this.#afterNavigation = setTimeout(() => {
      if (this.#user.current === undefined) void this.readUser();
    }, LOADED_WITHIN_MS);
    this.#publish();
  }

  async #take(request: PageRequest): Promise<void> {
    this.deployments.take(request.url);
    const call = clerkCallOf(request);
    // Firefox does not say how some requests of the page's load ended.
    const isGood = request.status === 0 || (request.status >= 200 && request.status < 300);
    if (call === null || !isGood) return;
    const visit = this.#visit;
    const answer = await this.#answers.read(call, request);
    if (answer === null) return;
    const { startedAt, finishedAt } = request;
    const { name, kind } = call;
    this.#calls = [...this.#calls, { name, kind, startedAt, finishedAt, answer }].slice(
      -CALLS_KEPT,
    );
    if (visit === this.#visit) this.#user.tellAnswer(answer, finishedAt);
    this.#tell.ask();
  }

  #users(): ReadonlySet<string> {
    const { current } = this.#user;
    return new Set([
      ...this.#changes.map(({ userId }) => userId),
      ...(current ? [current.id] : []),
    ]);
  }

  #publish(): void {
    if (this.#log !== null) this.#rows.take(this.#log, this.#now(), this.#users());
    this.snapshot = {
      user: this.#user.current,
      deployments: this.deployments.found,
      pairings: this.#pairings.of(this.#changes, (userId) => this.#rows.of(userId)),
    };
    for (const listener of this.#listeners) listener();
  }
}
