/**
 * The globals that deployed code sees in place of the process's own: `Convex` for its syscalls, the
 * deployment's variables, a frozen clock, and no way to wait or to reach the network in queries and
 * mutations. Bundled modules take them from here by a line at their top; nothing global is patched.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { currentExecution } from './execution.ts';
import { createConsole } from './console.ts';
import { convexSyscalls } from './syscalls.ts';

const registry = Symbol.for('convex-local.scopes');

const guarded = { fetch: 'fetch()', setTimeout: 'setTimeout', setInterval: 'setInterval' } as const;

/** Names of Node that Convex's runtime does not have. */
const absent = ['Buffer', 'global', 'require', 'setImmediate', 'clearImmediate'] as const;

export type Scope = {
  /** The code that makes a module see the scope. */
  banner: string;
  close(): void;
};

/** @param environment The deployment's variables at that moment. */
export function createScope(environment: () => Readonly<Record<string, string>>): Scope {
  const own: Record<string, unknown> = {
    Convex: convexSyscalls,
    AsyncLocalStorage,
    AsyncResource,
    console: createConsole(),
    Date: frozenDate(),
    process: {
      get env() {
        return environment();
      },
    },
    fetch: guard('fetch', (...args: Parameters<typeof fetch>) => fetch(...args)),
    setTimeout: guard('setTimeout', (...args: Parameters<typeof setTimeout>) =>
      Number(setTimeout(...args)),
    ),
    setInterval: guard('setInterval', (...args: Parameters<typeof setInterval>) =>
      Number(setInterval(...args)),
    ),
    ...Object.fromEntries(absent.map((name) => [name, undefined])),
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
  const holder = globalThis as { [registry]?: Map<string, unknown> };
  return (holder[registry] ??= new Map());
}

function guard<F extends (...args: never[]) => unknown>(name: keyof typeof guarded, allowed: F): F {
  return ((...args: Parameters<F>) => {
    const execution = currentExecution();
    if (!execution) throw new Error(`Can't use ${guarded[name]} at import time.`);
    if (execution.isDeterministic) {
      throw new Error(
        `Can't use ${guarded[name]} in queries and mutations. Please consider using an action. ` +
          `See https://docs.convex.dev/functions/actions for more details.`,
      );
    }
    return allowed(...args);
  }) as F;
}

/** `Date` whose present is the moment when the query or mutation began. */
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
