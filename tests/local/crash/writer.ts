/**
 * A process that writes until it is killed. Prints `sent KEY` before and `ack KEY TS` after each
 * write; a pipe takes both at once, so none is lost with this process's memory.
 *
 * Arguments: data folder, functions folder, prefix of the keys.
 */
import { writeSync } from 'node:fs';
import { openEngine } from '../../../local/localEngine.ts';

const [data, functions, prefix] = process.argv.slice(2) as [string, string, string];
const writers = 8;

const engine = await openEngine({ data, functions });
await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));

async function write(writer: number): Promise<never> {
  for (let i = 0; ; i++) {
    const key = `${prefix}:${writer}:${i}`;
    writeSync(1, `sent ${key}\n`);
    const caller = { admin: false, identity: null };
    const { result, ts } = await engine.runMutation('ledger:write', { key }, caller, key);
    if (!result.success) throw new Error(result.errorMessage);
    writeSync(1, `ack ${key} ${ts}\n`);
  }
}
