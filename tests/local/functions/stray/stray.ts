/** Functions that throw outside of their promise, or continue after it. */
import {
  actionGeneric as action,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { v } from 'convex/values';

const insertReference = makeFunctionReference<'mutation'>('stray:insert');

function never(): Promise<never> {
  return new Promise(() => undefined);
}

export const inTimer = action({
  args: {},
  handler: async () => {
    setTimeout(() => {
      throw new Error('thrown in a timer');
    }, 1);
    await never();
  },
});

export const inInterval = action({
  args: {},
  handler: async () => {
    setInterval(() => {
      throw new Error('thrown in an interval');
    }, 1);
    await never();
  },
});

export const inMicrotask = action({
  args: {},
  handler: async () => {
    queueMicrotask(() => {
      throw new Error('thrown in a microtask');
    });
    await never();
  },
});

export const inListener = action({
  args: {},
  handler: async () => {
    const target = new EventTarget();
    target.addEventListener('event', () => {
      throw new Error('thrown in a listener');
    });
    target.dispatchEvent(new Event('event'));
    await never();
  },
});

export const inPromise = action({
  args: {},
  handler: async () => {
    void Promise.reject(new Error('rejected and not awaited'));
    await never();
  },
});

export const inPromiseOfQuery = query({
  args: {},
  handler: () => {
    void Promise.reject(new Error('rejected and not awaited'));
  },
});

export const inPromiseOfMutation = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('things', { value: 'undone' });
    void Promise.reject(new Error('rejected and not awaited'));
  },
});

export const inPromiseOfNestedMutation = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('things', { value: 'kept' });
    const nested = makeFunctionReference<'mutation'>('stray:inPromiseOfMutation');
    return ctx.runMutation(nested, {}).catch((error: Error) => error.message);
  },
});

let ticks = 0;

/** Ends while its interval is running. */
export const leaveInterval = action({
  args: {},
  handler: async () => {
    await new Promise<void>((resolve) => {
      setInterval(() => {
        ticks += 1;
        resolve();
      }, 1);
    });
  },
});

export const countTicks = action({ args: {}, handler: () => Promise.resolve(ticks) });

export const insert = mutation({
  args: { value: v.any() },
  handler: async (ctx, { value }) => {
    await ctx.db.insert('things', { value });
  },
});

/** Starts writes one after the other, and awaits none. */
export const chainWrites = mutation({
  args: { count: v.number() },
  handler: (ctx, { count }) => {
    void (async () => {
      for (let i = 0; i < count; i++) {
        for (let turn = 0; turn < 100; turn++) await Promise.resolve();
        await ctx.db.insert('things', { value: i });
      }
    })();
  },
});

export const chainWritesOfAction = action({
  args: { count: v.number() },
  handler: (ctx, { count }) => {
    void (async () => {
      for (let i = 0; i < count; i++) await ctx.runMutation(insertReference, { value: i });
    })();
    return Promise.resolve();
  },
});

/** Starts writes after calls of Web Crypto, and awaits none. */
export const chainWritesAfterCrypto = mutation({
  args: {},
  handler: (ctx) => {
    void (async () => {
      const data = new TextEncoder().encode('data');
      const digest = await crypto.subtle.digest('SHA-256', data);
      await ctx.db.insert('things', { value: digest.byteLength });
      const key = await crypto.subtle.importKey(
        'raw',
        data,
        { name: 'HMAC', hash: 'SHA-256' },
        false,
        ['sign'],
      );
      const signature = await crypto.subtle.sign('HMAC', key, data);
      await ctx.db.insert('things', { value: signature.byteLength + 1 });
    })();
  },
});

export const useCrypto = query({
  args: {},
  handler: async () => {
    const data = new TextEncoder().encode('abc').subarray(1);
    const hex = (bytes: ArrayBuffer) =>
      [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return {
      digest: hex(await crypto.subtle.digest({ name: 'sha-1' }, data)),
      unknown: await crypto.subtle.digest('MD5', data).catch((error: Error) => error.name),
      isCrypto: crypto instanceof Crypto && crypto.subtle instanceof SubtleCrypto,
      uuid: crypto.randomUUID().length,
    };
  },
});

export const chainWritesThenThrow = mutation({
  args: {},
  handler: (ctx) => {
    void (async () => {
      await ctx.db.insert('things', { value: 'undone' });
      throw new Error('thrown at the end of the chain');
    })();
  },
});

export const things = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query('things').collect()).map(({ value }) => value as unknown),
});
