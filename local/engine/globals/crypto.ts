/** The `crypto` of functions. */
import { hash } from 'node:crypto';
import { currentExecution } from '../calls/execution.ts';

const HASHES: Readonly<Record<string, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/**
 * Web Crypto. Its work belongs to the run that started it, even if it is not awaited. Digests are
 * computed synchronously: in Node's thread pool, they would delay the transaction for longer than
 * they take.
 */
export function createCrypto(): Crypto {
  const subtle = overriding(crypto.subtle, (name, method) => {
    const start = name === 'digest' ? digest : method.bind(crypto.subtle);
    return (...args: unknown[]) => {
      const result = start(...args) as Promise<unknown>;
      currentExecution()?.waitFor(result);
      return result;
    };
  });
  return overriding(crypto, (_name, method) => method.bind(crypto) as Method, { subtle });
}

type Method = (...args: unknown[]) => unknown;

/** The same object with some methods and properties replaced. */
function overriding<T extends object>(
  target: T,
  methodOf: (name: string | symbol, method: Method) => Method,
  properties: Partial<T> = {},
): T {
  const methods = new Map<string | symbol, Method>();
  return new Proxy(target, {
    get(_target, name) {
      if (Object.hasOwn(properties, name)) return Reflect.get(properties, name) as unknown;
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name === 'constructor') return value;
      let method = methods.get(name);
      if (!method) methods.set(name, (method = methodOf(name, value as Method)));
      return method;
    },
  });
}

async function digest(...args: unknown[]): Promise<ArrayBuffer> {
  const [algorithm, data] = args as [AlgorithmIdentifier, BufferSource];
  const name = typeof algorithm === 'string' ? algorithm : algorithm?.name;
  const known = HASHES[String(name).toUpperCase()];
  const isBytes = data instanceof ArrayBuffer || ArrayBuffer.isView(data);
  // Web Crypto handles anything unusual, and throws the right errors.
  if (known === undefined || !isBytes) return await crypto.subtle.digest(algorithm, data);
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return new Uint8Array(hash(known, bytes, 'buffer')).buffer;
}
