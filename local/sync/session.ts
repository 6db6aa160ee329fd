/** One client's session: its identity, its subscriptions, and its mutations and actions. */
import { createHash } from 'node:crypto';
import type { JSONValue } from 'convex/values';
import { adminCaller, ANONYMOUS, type Credentials } from '../auth/caller.ts';
import { InvalidCredentials } from '../auth/invalidCredentials.ts';
import type { Caller, Engine, Result } from '../engine/contract/contract.ts';
import { InOrder } from './inOrder.ts';
import type { Outbox } from './outbox.ts';
import { BadMessage, decodeTs, encodeTs, type ClientMessage } from './protocol.ts';
import type { QueryCache } from './queryCache.ts';
import { QuerySet } from './querySet.ts';
import { Transitions } from './transitions.ts';

type Message<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

/** Ends the connection with an `AuthError`. */
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

export interface SessionContext {
  engine: Engine;
  queries: QueryCache;
  credentials: Credentials;
  outbox: Outbox;
  /** Address and user agent of the request that opened the connection. */
  ip?: string;
  userAgent?: string;
  /** Ends the connection. */
  fail: (error: unknown) => void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Session {
  readonly #context: SessionContext;
  readonly #queries: QuerySet;
  readonly #transitions: Transitions;
  /**
   * The mutations of a connection run in the order in which they came; actions run side by side.
   */
  readonly #mutations: InOrder;
  #isClosed = false;
  #sessionId: string | null = null;
  #caller: Caller = ANONYMOUS;
  #expiry: NodeJS.Timeout | undefined;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#mutations = new InOrder((error) => context.fail(error));
    this.#queries = new QuerySet(context.queries, () => this.flush());
    this.#transitions = new Transitions(this.#queries, context.outbox, () => context.engine.lastTs);
  }

  get isConnected(): boolean {
    return this.#sessionId !== null;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#expiry);
    this.#queries.close();
    this.#mutations.clear();
  }

  /** Sends the client all news. Call it whenever there may be some. Never throws. */
  flush(): void {
    if (this.#isClosed) return;
    try {
      this.#transitions.flush();
    } catch (error) {
      this.#context.fail(error);
    }
  }

  /**
   * Handles one message. The next must wait until the promise resolves.
   *
   * @param answered Called when the message is answered: for mutations and actions, that is later.
   * @throws BadMessage, AuthRefused or Unavailable: the connection has to end.
   */
  async handle(message: ClientMessage, answered: () => void): Promise<void> {
    if (message.type !== 'Connect' && this.#sessionId === null) {
      throw new BadMessage('The first message must be Connect');
    }
    switch (message.type) {
      case 'Mutation':
        return this.#enqueue(message, answered);
      case 'Action':
        return this.#act(message, answered);
      case 'Connect':
        this.#connect(message);
        break;
      case 'Authenticate':
        await this.#authenticate(message);
        break;
      case 'ModifyQuerySet':
        this.#modifyQuerySet(message);
        break;
      case 'Event':
        break;
    }
    answered();
  }

  #connect({ sessionId, maxObservedTimestamp }: Message<'Connect'>): void {
    if (this.#sessionId !== null) throw new BadMessage('Connect came twice');
    if (maxObservedTimestamp !== undefined) {
      const observed = decodeTs(maxObservedTimestamp);
      if (observed > this.#context.engine.lastTs) {
        throw new Unavailable(
          'InternalServerError: this client has seen newer data than this deployment holds',
        );
      }
    }
    this.#sessionId = sessionId;
  }

  async #authenticate(message: Message<'Authenticate'>): Promise<void> {
    const { target } = this.#transitions;
    if (message.baseVersion !== target.identity) {
      throw new BadMessage(
        `Authenticate has baseVersion ${message.baseVersion}, this connection is at ${target.identity}`,
      );
    }
    clearTimeout(this.#expiry);
    try {
      this.#caller = await this.#callerOf(message);
    } catch (error) {
      if (!(error instanceof InvalidCredentials)) throw error;
      throw new AuthRefused(error.message, message.baseVersion, true);
    }
    target.identity += 1;
    this.#queries.changeCaller(this.#caller);
    this.flush();
  }

  async #callerOf(message: Message<'Authenticate'>): Promise<Caller> {
    const { credentials } = this.#context;
    switch (message.tokenType) {
      case 'None':
        return ANONYMOUS;
      case 'Admin':
        return adminCaller(message.value, message.impersonating, credentials);
      case 'User': {
        const { identity, expiresAt } = await credentials.tokens.verify(message.value);
        this.#expireAt(expiresAt);
        return { admin: false, identity };
      }
    }
  }

  #expireAt(time: number): void {
    if (this.#isClosed) return;
    const baseVersion = this.#transitions.target.identity;
    this.#expiry = setTimeout(
      () => this.#context.fail(new AuthRefused('Token expired', baseVersion, false)),
      Math.min(time - Date.now(), LONGEST_TIMER_MS),
    );
  }

  #modifyQuerySet({ baseVersion, newVersion, modifications }: Message<'ModifyQuerySet'>): void {
    const { target } = this.#transitions;
    if (baseVersion !== target.querySet || newVersion <= baseVersion) {
      throw new BadMessage(
        `ModifyQuerySet goes from ${baseVersion} to ${newVersion}, this connection is at ${target.querySet}`,
      );
    }
    target.querySet = newVersion;
    for (const modification of modifications) this.#queries.modify(modification);
    this.flush();
  }

  #enqueue({ requestId, udfPath, args }: Message<'Mutation'>, answered: () => void): void {
    const { engine, outbox } = this.#context;
    const caller = this.#requestCaller();
    const key = requestKey(this.#sessionId!, requestId, caller, udfPath, args);
    this.#mutations.push(async () => {
      this.#transitions.hold();
      const { result, ts } = await engine.runMutation(udfPath, args, caller, key);
      this.#transitions.release(result.success ? ts : null);
      outbox.send({
        type: 'MutationResponse',
        requestId,
        ...answer(result),
        ...(result.success && { ts: encodeTs(ts) }),
      });
      this.flush();
      answered();
    });
  }

  #act({ requestId, udfPath, args }: Message<'Action'>, answered: () => void): void {
    const { engine, outbox, fail } = this.#context;
    engine
      .runAction(udfPath, args, this.#requestCaller())
      .then((result) => outbox.send({ type: 'ActionResponse', requestId, ...answer(result) }))
      .catch(fail)
      .finally(answered);
  }

  #requestCaller(): Caller {
    const { ip, userAgent } = this.#context;
    return { ...this.#caller, ...(ip && { ip }), ...(userAgent && { userAgent }) };
  }
}

/**
 * The key of a mutation, which stays the same when a client sends it again after a reconnect. A
 * client chooses its session id, so the key includes caller and call: with another client's id,
 * nobody can read that client's results.
 */
function requestKey(
  sessionId: string,
  requestId: number,
  { admin, identity }: Caller,
  path: string,
  args: JSONValue,
): string {
  const user = identity?.tokenIdentifier ?? null;
  const parts = JSON.stringify([sessionId, requestId, admin, user, path, args]);
  return createHash('sha256').update(parts).digest('base64');
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
