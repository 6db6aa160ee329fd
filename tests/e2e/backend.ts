/** A local deployment for a story: signed deliveries go in, and it can be killed and started again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { clerkEvent, clerkId, type ClerkUser } from '../../local/demo/traffic/clerkUser.ts';
import { accessKeyFor, markDeploy } from '../../local/demo/deployment.ts';
import { forgeries } from '../../local/demo/traffic/forgery.ts';
import { sign, type SignedRequest } from '../../local/demo/traffic/sender.ts';
import {
  setEnvironment,
  spawnDeployment,
  type SpawnedDeployment,
} from '../../local/demo/spawnDeployment.ts';

export const SECRET = `whsec_${Buffer.from('the signing secret of a story').toString('base64')}`;

export class Backend {
  readonly accessKey: string;
  readonly #data: string;
  readonly #functions: string;
  #deployment: SpawnedDeployment;

  private constructor(
    data: string,
    functions: string,
    deployment: SpawnedDeployment,
    accessKey: string,
  ) {
    this.#data = data;
    this.#functions = functions;
    this.#deployment = deployment;
    this.accessKey = accessKey;
  }

  static async start(functions = 'convex'): Promise<Backend> {
    const data = await mkdtemp(join(tmpdir(), 'story-'));
    const deployment = await spawnDeployment({
      functions,
      data,
      env: {
        CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
        CLERK_JWT_ISSUER_DOMAIN: 'https://clerk.example.com',
      },
    });
    return new Backend(data, functions, deployment, await accessKeyFor(deployment, null));
  }

  get url(): string {
    return this.#deployment.url;
  }

  get webhookUrl(): string {
    return `${this.#deployment.siteUrl}/clerk-users-webhook`;
  }

  /** Calls operator functions over plain HTTP, for checks without the panel. */
  get client(): ConvexHttpClient {
    return new ConvexHttpClient(this.url, { skipConvexDeploymentUrlCheck: true });
  }

  /** Sends an event about a user, signed now as by Clerk. */
  deliver(type: string, data: object, svixId = clerkId('msg')) {
    return this.attempts(type, data, svixId)();
  }

  /** Returns a function that sends one more attempt of the same event, signed again. */
  attempts(type: string, data: object, svixId = clerkId('msg')) {
    const event = clerkEvent(type, data as Record<string, unknown>, Date.now());
    return () => this.#post(sign(SECRET, svixId, JSON.stringify(event), Date.now()));
  }

  /** Sends a forged delivery. */
  forge(user: ClerkUser) {
    const event = clerkEvent('user.updated', user, Date.now());
    return this.#post(forgeries['signed with another secret'](SECRET, event, Date.now()));
  }

  async markDeploy(name: string): Promise<void> {
    await markDeploy(this.#deployment, name);
  }

  async setEnvironment(values: Record<string, string>): Promise<void> {
    await setEnvironment(this.#deployment, values);
  }

  /** Kills the deployment with SIGKILL, without any notice. */
  async kill(): Promise<void> {
    await this.#deployment.kill('SIGKILL');
  }

  /** Starts it again on the same data and the same ports. */
  async startAgain(): Promise<void> {
    const portOf = (url: string) => Number(new URL(url).port);
    this.#deployment = await spawnDeployment({
      functions: this.#functions,
      data: this.#data,
      port: portOf(this.#deployment.url),
      sitePort: portOf(this.#deployment.siteUrl),
    });
  }

  async stop(): Promise<void> {
    await this.#deployment.stop();
    await rm(this.#data, { recursive: true });
  }

  async #post({ headers, body }: SignedRequest) {
    const response = await fetch(this.webhookUrl, { method: 'POST', headers, body });
    const answer = (await response.json()) as { outcome: string; reason?: string; id?: string };
    return { status: response.status, ...answer };
  }
}
