/**
 * The globals that functions see instead of the process's own: `Convex` for syscalls, the
 * deployment's variables, a frozen clock, and no timers or network in queries and mutations. A line
 * at the top of each bundled module reads them from here; nothing global is patched.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { createConsole } from './console.ts';
import { createCrypto } from './crypto.ts';
import { createResponse } from './response.ts';
import { currentExecution, type Execution } from '../calls/execution.ts';
import { runCallback } from './strayErrors.ts';
import { convexSyscalls } from '../syscalls/syscalls.ts';

const SCOPES = Symbol.for('convex-local.scopes');

const GUARDED = { fetch: 'fetch()', setTimeout: 'setTimeout', setInterval: 'setInterval' } as const;

/** Globals of Node that Convex's runtime lacks. */
const ABSENT = [
  'Buffer',
  'BroadcastChannel',
  'MessageChannel',
  'MessagePort',
  'URLPattern',
  'WebSocket',
  'clearImmediate',
  'global',
  'navigator',
  'require',
  'setImmediate',
] as const;

export interface Scope {
  /** A line of code that makes a module see the scope. */
  banner: string;
  close: () => void;
}

type Callback = (...args: unknown[]) => unknown;

/** @param environment The deployment's variables at that moment. */
export function createScope(environment: () => Readonly<Record<string, string>>): Scope {
  const own: Record<string, unknown> = {
    Convex: convexSyscalls,
    AsyncLocalStorage,
    AsyncResource,
    console: createConsole(),
    crypto: createCrypto(),
    Date: frozenDate(),
    Response: createResponse(),
    process: { env: environmentProxy(environment) },
    fetch: guard('fetch', (_execution, ...args: Parameters<typeof fetch>) => fetch(...args)),
    setTimeout: guard('setTimeout', (execution, callback: Callback, delay?: number, ...args) => {
      const timer = setTimeout(() => {
        execution.timers.delete(timer);
        runCallback(execution, () => callback(...args));
      }, delay);
      execution.timers.add(timer);
      return Number(timer);
    }),
    setInterval: guard('setInterval', (execution, callback: Callback, delay?: number, ...args) => {
      const timer = setInterval(() => runCallback(execution, () => callback(...args)), delay);
      execution.timers.add(timer);
      return Number(timer);
    }),
    queueMicrotask(callback: Callback) {
      const execution = currentExecution();
      queueMicrotask(execution ? () => runCallback(execution, callback) : callback);
    },
    ...Object.fromEntries(ABSENT.map((name) => [name, undefined])),
  };
  const scopeGlobal = new Proxy(globalThis, {
    get: (target, name) =>
      Object.hasOwn(own, name) ? own[name as string] : Reflect.get(target, name),
    has: (target, name) => Object.hasOwn(own, name) || Reflect.has(target, name),
    set: (_target, name, value) => Reflect.set(own, name, value),
    defineProperty: (_target, name, descriptor) => Reflect.defineProperty(own, name, descriptor),
  });
  own['globalThis'] = scopeGlobal;
  own['self'] = scopeGlobal;

  const id = randomUUID();
  scopes().set(id, own);
  return {
    banner:
      `const {${Object.keys(own).join(', ')}} = ` +
      `(0, eval)('globalThis')[Symbol.for('convex-local.scopes')].get('${id}');`,
    close: () => scopes().delete(id),
  };
}

function scopes(): Map<string, unknown> {
  const holder = globalThis as { [SCOPES]?: Map<string, unknown> };
  return (holder[SCOPES] ??= new Map());
}

/** Allows a global in actions only. */
function guard<Args extends unknown[], T>(
  name: keyof typeof GUARDED,
  allowed: (execution: Execution, ...args: Args) => T,
): (...args: Args) => T {
  return (...args) => {
    const execution = currentExecution();
    if (!execution) throw new Error(`Can't use ${GUARDED[name]} at import time.`);
    if (execution.isDeterministic) {
      throw new Error(
        `Can't use ${GUARDED[name]} in queries and mutations. Please consider using an action. ` +
          `See https://docs.convex.dev/functions/actions for more details.`,
      );
    }
    return allowed(execution, ...args);
  };
}

/** As in Convex, a variable can be read by its name, but printing `process.env` shows none. */
function environmentProxy(environment: () => Readonly<Record<string, string>>): object {
  const shown = Object.defineProperty({}, inspect.custom, { value: () => '[process.env]' });
  return new Proxy(shown, {
    get(_target, name) {
      const variables = environment();
      return Object.hasOwn(variables, name) ? variables[name as string] : undefined;
    },
  });
}

/** A `Date` that always gives the time when the query or mutation began. */
function frozenDate(): DateConstructor {
  const now = () => {
    const execution = currentExecution();
    return execution?.transaction ? execution.transaction.startedAt : Date.now();
  };
  return new Proxy(Date, {
    construct: (target, args: [], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new Date(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
