/** The local deployment with this project's functions, and the floor, as processes of their own. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { manyDeliveries, storeDeliveries } from '../fixtures/data/manyDeliveries.ts';
import { SECRET, signedRequest } from '../fixtures/data/signing.ts';

const FUNCTIONS = new URL('../../convex', import.meta.url).pathname;
const AT_ONCE = 16;

export interface Receiver {
  pid: number;
  /** The URL of its webhook. */
  url: string;
}

export type DeploymentReceiver = Receiver & { deployment: SpawnedDeployment };

/** Starts receivers for `measure`, and ends them after it. */
export class Receivers {
  readonly #ends: (() => Promise<unknown>)[] = [];
  #sent = 0;

  static async during(measure: (receivers: Receivers) => Promise<void>): Promise<void> {
    const receivers = new Receivers();
    try {
      await measure(receivers);
    } finally {
      for (const end of receivers.#ends.toReversed()) await end();
    }
  }

  /** @param rows How many deliveries it has already recorded. */
  async deployment(rows: number): Promise<DeploymentReceiver> {
    const data = this.#folder();
    // It makes the tables.
    await (await spawnDeployment({ functions: FUNCTIONS, data })).stop();
    storeDeliveries(data, manyDeliveries(rows, Date.now()));
    const env = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET };
    const deployment = await spawnDeployment({ functions: FUNCTIONS, data, env });
    this.#ends.push(() => deployment.stop());
    return { pid: deployment.pid, url: `${deployment.siteUrl}/clerk-users-webhook`, deployment };
  }

  async floor(): Promise<Receiver> {
    const script = new URL('floorServer.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, this.#folder()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#ends.push(() => {
      child.kill();
      return once(child, 'close');
    });
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { pid: child.pid!, url };
  }

  /** Signs up new users, 16 at once. */
  async send(to: Receiver, count: number): Promise<{ aSecond: number; processorMs: number }> {
    const [started, busy] = [performance.now(), processorSeconds(to.pid)];
    let left = count;
    const sender = async () => {
      while (left-- > 0) await this.sendOne(to);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    return {
      aSecond: (count / (performance.now() - started)) * 1000,
      processorMs: ((processorSeconds(to.pid) - busy) / count) * 1000,
    };
  }

  /** @returns the svix-id */
  async sendOne({ url }: Receiver): Promise<string> {
    const n = (this.#sent += 1);
    const svix_id = `msg_bench_${process.pid}_${n}`;
    const event = userCreated({ id: `user_2bench${process.pid}x${n}` });
    const response = await fetch(url, signedRequest(JSON.stringify(event), { svix_id }));
    const { outcome } = (await response.json()) as { outcome: string };
    if (outcome !== 'applied') throw new Error(`${svix_id} was ${outcome}`);
    return svix_id;
  }

  #folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    this.#ends.push(() => Promise.resolve(rmSync(folder, { recursive: true })));
    return folder;
  }
}

/**
 * The processor time of all threads of a process, in seconds. Exact to a hundredth on Linux; `ps`
 * may round to whole seconds.
 */
export function processorSeconds(pid: number): number {
  const stat = `/proc/${pid}/stat`;
  if (existsSync(stat)) {
    const fields = readFileSync(stat, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }
  const text = execFileSync('ps', ['-o', 'time=', '-p', `${pid}`], { encoding: 'utf8' });
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
