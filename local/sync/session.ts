/**
 * One client's connection: its query set, identity and mutations in flight, and the chain of
 * transitions that brings it from version to version.
 */
import type { Caller, Engine, Result } from '../engine/contract.ts';
import { adminCaller, ANONYMOUS, Unauthenticated, type Credentials } from '../auth/caller.ts';
import { TokenRefused } from '../auth/tokenRefused.ts';
import { InOrder } from './inOrder.ts';
import type { Outbox } from './outbox.ts';
import {
  BadMessage,
  decodeTs,
  encodeTs,
  encodeVersion,
  type ClientMessage,
  type Version,
} from './protocol.ts';
import type { QueryCache } from './queryCache.ts';
import { QuerySet } from './querySet.ts';

type Message<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

/** Ends the connection; what `AuthError` tells the client beside the reason. */
export class AuthRefused extends Error {
  readonly baseVersion: number;
  readonly authUpdateAttempted: boolean;

  constructor(message: string, baseVersion: number, authUpdateAttempted: boolean) {
    super(message);
    this.baseVersion = baseVersion;
    this.authUpdateAttempted = authUpdateAttempted;
  }
}

/** Ends the connection in a way that lets the client try again. */
export class Unavailable extends Error {}

export type SessionContext = {
  engine: Engine;
  queries: QueryCache;
  credentials: Credentials;
  outbox: Outbox;
  /** Of the request that opened the connection. */
  ip?: string;
  userAgent?: string;
  /** A request is no longer pending. */
  onAnswer(): void;
  fail(error: unknown): void;
};

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Session {
  private readonly context: SessionContext;
  private closed = false;
  private sessionId: string | null = null;
  private caller: Caller = ANONYMOUS;
  private expiry: NodeJS.Timeout | undefined;

  private readonly queries: QuerySet;
  /** Where the last transition ended. */
  private version: Version = { querySet: 0, identity: 0, ts: 0n };
  /** Where the next one ends, but for its timestamp. */
  private target = { querySet: 0, identity: 0 };

  /** Mutations of a connection run in the order in which they came, actions side by side. */
  private readonly mutations: InOrder;
  private actions = 0;
  /** While a mutation is in flight: no transition may show what it writes before its response. */
  private ceiling: bigint | null = null;
  /** A mutation answered with this timestamp waits in the client for a transition that reaches it. */
  private owed: bigint | null = null;

  constructor(context: SessionContext) {
    this.context = context;
    this.mutations = new InOrder((error) => context.fail(error));
    this.queries = new QuerySet(context.queries, () => this.flush());
  }

  /** Requests that are not answered yet. */
  get pending(): number {
    return this.mutations.pending + this.actions;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.expiry);
    this.queries.close();
    this.mutations.clear();
  }

  /**
   * Handles one message; the next has to wait until the promise resolves.
   *
   * @throws BadMessage, AuthRefused or Unavailable: the connection has to end.
   */
  async handle(message: ClientMessage): Promise<void> {
    if (message.type === 'Connect') return this.connect(message);
    if (this.sessionId === null) throw new BadMessage('The first message has to be Connect');
    switch (message.type) {
      case 'Authenticate':
        return this.authenticate(message);
      case 'ModifyQuerySet':
        return this.modifyQuerySet(message);
      case 'Mutation':
        return this.enqueue(message);
      case 'Action':
        this.act(message);
        return;
      case 'Event':
        return;
    }
  }

  private connect({ sessionId, maxObservedTimestamp }: Message<'Connect'>): void {
    if (this.sessionId !== null) throw new BadMessage('Connect came twice');
    if (maxObservedTimestamp !== undefined) {
      const observed = decodeTs(maxObservedTimestamp);
      if (observed > this.context.engine.lastTs) {
        throw new Unavailable(
          'InternalServerError: this client has seen newer data than this deployment holds',
        );
      }
    }
    this.sessionId = sessionId;
  }

  private async authenticate(message: Message<'Authenticate'>): Promise<void> {
    if (message.baseVersion !== this.target.identity) {
      throw new BadMessage(
        `Authenticate has baseVersion ${message.baseVersion}, this connection is at ${this.target.identity}`,
      );
    }
    clearTimeout(this.expiry);
    try {
      this.caller = await this.callerOf(message);
    } catch (error) {
      if (!(error instanceof Unauthenticated || error instanceof TokenRefused)) throw error;
      throw new AuthRefused(error.message, message.baseVersion, true);
    }
    this.target.identity += 1;
    this.queries.changeCaller(this.caller);
    this.flush();
  }

  private async callerOf(message: Message<'Authenticate'>): Promise<Caller> {
    const { credentials } = this.context;
    switch (message.tokenType) {
      case 'None':
        return ANONYMOUS;
      case 'Admin':
        return adminCaller(message.value, message.impersonating, credentials);
      case 'User': {
        const { identity, expiresAt } = await credentials.tokens.verify(message.value);
        this.expireAt(expiresAt);
        return { admin: false, identity };
      }
    }
  }

  private expireAt(time: number): void {
    if (this.closed) return;
    const baseVersion = this.target.identity;
    this.expiry = setTimeout(
      () => this.context.fail(new AuthRefused('Token expired', baseVersion, false)),
      Math.min(time - Date.now(), LONGEST_TIMER_MS),
    );
  }

  private modifyQuerySet(message: Message<'ModifyQuerySet'>): void {
    const { baseVersion, newVersion, modifications } = message;
    if (baseVersion !== this.target.querySet || newVersion <= baseVersion) {
      throw new BadMessage(
        `ModifyQuerySet goes from ${baseVersion} to ${newVersion}, this connection is at ${this.target.querySet}`,
      );
    }
    this.target.querySet = newVersion;
    for (const modification of modifications) this.queries.modify(modification);
    this.flush();
  }

  private enqueue({ requestId, udfPath, args }: Message<'Mutation'>): void {
    const { engine, outbox, onAnswer } = this.context;
    const caller = this.requestCaller();
    this.mutations.push(async () => {
      this.ceiling = engine.lastTs;
      const requestKey = `${this.sessionId}:${requestId}`;
      const { result, ts } = await engine.runMutation(udfPath, args, caller, requestKey);
      this.ceiling = null;
      if (result.success && (this.owed === null || ts > this.owed)) this.owed = ts;
      outbox.send({
        type: 'MutationResponse',
        requestId,
        ...answer(result),
        ...(result.success && { ts: encodeTs(ts) }),
      });
      this.flush();
      onAnswer();
    });
  }

  private act({ requestId, udfPath, args }: Message<'Action'>): void {
    const { engine, outbox, fail, onAnswer } = this.context;
    this.actions += 1;
    engine
      .runAction(udfPath, args, this.requestCaller())
      .then((result) => outbox.send({ type: 'ActionResponse', requestId, ...answer(result) }), fail)
      .finally(() => {
        this.actions -= 1;
        onAnswer();
      });
  }

  private requestCaller(): Caller {
    const { ip, userAgent } = this.context;
    return { ...this.caller, ...(ip && { ip }), ...(userAgent && { userAgent }) };
  }

  /**
   * Sends a transition if there is something to tell and one timestamp at which all results hold.
   * Whatever may make that true calls this again.
   */
  flush(): void {
    const ts = this.queries.commonTs(this.ceiling ?? this.context.engine.lastTs);
    if (ts === null || ts < this.version.ts || this.context.outbox.congested) return;
    const modifications = this.queries.takeModifications();
    const { querySet, identity } = this.target;
    const moved = querySet !== this.version.querySet || identity !== this.version.identity;
    const pays = this.owed !== null && ts >= this.owed;
    if (modifications.length === 0 && !moved && !pays) return;

    const next = { querySet, identity, ts };
    this.context.outbox.sendTransition(
      `{"type":"Transition","startVersion":${JSON.stringify(encodeVersion(this.version))},` +
        `"endVersion":${JSON.stringify(encodeVersion(next))},"modifications":[${modifications.join(',')}]}`,
    );
    this.version = next;
    if (pays) this.owed = null;
  }
}

function answer(result: Result) {
  const { success, logLines } = result;
  if (result.success) return { success, result: result.value, logLines };
  return {
    success,
    result: result.errorMessage,
    ...(result.errorData !== undefined && { errorData: result.errorData }),
    logLines,
  };
}
