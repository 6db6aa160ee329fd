/** The app of tests/webhooks/scriptedApp/functions, whose handler does what an event says. */
import { makeFunctionReference } from 'convex/server';
import type { Dump } from '../webhooks/record/app.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import { clerkEvent, type ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import type { Deployment } from './deployment.ts';

/** The environment of its deployment, without the first route's secret. */
export const SECRETS = {
  CLERK_ORGANIZATIONS_SECRET: 'whsec_b3JnYW5pemF0aW9ucy1vZi10aGUtc2NyaXB0ZWQtYXBw',
  STORE_SECRET: 'whsec_dGhlLXN0b3JlLW9mLXRoZS1zY3JpcHRlZC1hcHAtb25seQ==',
};

const seeding = makeFunctionReference<'mutation', { steps: string }>('things:seed');
const dumping = makeFunctionReference<'query', Record<string, never>, Dump>('things:dump');

/** Performs steps outside of any webhook. */
export async function seed(deployment: Deployment, steps: Step[]): Promise<void> {
  await deployment.mutation(seeding, { steps: JSON.stringify(steps) });
}

export async function dump(deployment: Deployment): Promise<Dump> {
  return await deployment.query(dumping, {});
}

/** An event whose handler performs the steps. */
export function scriptedEvent(
  type: string,
  { id, updated_at }: { id: string; updated_at: number },
  steps: Step[],
): ClerkEventBody {
  return clerkEvent(type, { id, updated_at, steps }, updated_at + 18);
}
