/** The app in functions/ as the behaviours use it, the same in convex-test and over HTTP. */
import type { HandlerRun } from '../../../webhooks/record/handlerRun.ts';
import type { Step } from './functions/steps.ts';

type Document = { _id: string; _creationTime: number; label: string; n?: number; value?: unknown };
export type Dump = Record<
  'webhookRuns' | 'webhookEffects' | 'things' | 'others' | 'secrets',
  Document[]
> & {
  jobs: number;
};
export type Cost = Record<'documentsRead' | 'documentsWritten' | 'databaseQueries', number>;

/** Calls a function of the app. */
export type Call = (type: 'query' | 'mutation', path: string, args: object) => Promise<unknown>;

export class App {
  private readonly call: Call;

  constructor(call: Call) {
    this.call = call;
  }

  /** Performs steps outside of any webhook. */
  async seed(steps: Step[]): Promise<Cost> {
    const told = await this.call('mutation', 'things:seed', { steps: JSON.stringify(steps) });
    return JSON.parse(told as string) as Cost;
  }

  /** Receives an event whose handler performs the steps. */
  async receive(steps: Step[], type?: string): Promise<{ run: HandlerRun; cost: Cost }> {
    return await this.run(steps, type, false);
  }

  async rehearse(steps: Step[], type?: string): Promise<{ run: HandlerRun; cost: Cost }> {
    return await this.run(steps, type, true);
  }

  async dump(): Promise<Dump> {
    return (await this.call('query', 'things:dump', {})) as Dump;
  }

  async history(document: string): Promise<{ kind: string; before?: string; after?: string }[]> {
    return (await this.call('query', 'webhookAdmin:history', { document })) as never;
  }

  private async run(steps: Step[], type: string | undefined, rehearse: boolean) {
    const args = { steps: JSON.stringify(steps), rehearse, ...(type && { type }) };
    const told = (await this.call('mutation', 'webhookAdmin:receive', args)) as string;
    return JSON.parse(told) as { run: HandlerRun; cost: Cost };
  }
}

export type StartApp = () => Promise<App>;
