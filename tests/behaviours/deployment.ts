/** A deployment for behaviours, with the same interface through convex-test and over HTTP. */
import type { FunctionArgs, FunctionReference, FunctionReturnType } from 'convex/server';
import { ConvexError } from 'convex/values';
import { api, internal } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import type { Delivery } from '../../webhooks/shared/delivery.ts';
import type { Role } from '../../webhooks/shared/operator.ts';
import type { ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import type { Answer } from '../fixtures/deployments/backend.ts';
import type { Signing } from '../fixtures/data/signing.ts';

type Reference<Type extends 'query' | 'mutation' | 'action'> = FunctionReference<
  Type,
  'public' | 'internal'
>;

export interface Deployment {
  /** Sends a signed event to the webhook. */
  deliver: (event: ClerkEventBody | string, signing?: Signing) => Promise<Answer>;
  /** Sends any request to the webhook. */
  post: (request: RequestInit) => Promise<Answer>;
  /** Sends any request to any path of the HTTP actions. */
  fetch: (path: string, request?: RequestInit) => Promise<Response>;
  /**
   * Calls public and internal functions. Rejects with the ConvexError that a function throws on
   * purpose.
   */
  query: <F extends Reference<'query'>>(
    f: F,
    args: FunctionArgs<F>,
  ) => Promise<FunctionReturnType<F>>;
  mutation: <F extends Reference<'mutation'>>(
    f: F,
    args: FunctionArgs<F>,
  ) => Promise<FunctionReturnType<F>>;
  action: <F extends Reference<'action'>>(
    f: F,
    args: FunctionArgs<F>,
  ) => Promise<FunctionReturnType<F>>;
}

/** Starts an empty deployment for one test. */
export type StartDeployment = () => Promise<Deployment>;

export async function issueKey(
  deployment: Deployment,
  role: Role = 'redispatcher',
  name = 'QA laptop',
) {
  return await deployment.action(internal.webhookAdmin.issueAccessKey, { name, role });
}

/** The one document that a delivery changed, before and after, as values. */
export function changeOf({ writes }: Delivery) {
  const [write] = writes;
  const valueOf = (json: string | null | undefined) =>
    typeof json === 'string' ? (JSON.parse(json) as Record<string, unknown>) : null;
  return { ...write, before: valueOf(write?.before), after: valueOf(write?.after) };
}

/** Sends an event and returns the id of its row. */
export async function record(
  deployment: Deployment,
  event: ClerkEventBody,
  signing?: Signing,
): Promise<Id<'webhookAudit'>> {
  const { id } = await deployment.deliver(event, signing);
  if (id === undefined) throw new Error('This event was not recorded.');
  return id;
}

/** All rows, oldest first. */
export async function rowsOf(deployment: Deployment, accessKey: string) {
  return await deployment.query(api.webhookAudit.tail, { accessKey, after: 0n });
}

/** Waits until a batch has ended. */
export async function endOfBatch(
  deployment: Deployment,
  accessKey: string,
  id: Id<'webhookBatches'>,
) {
  for (;;) {
    const batch = await deployment.query(api.webhookAudit.batch, { accessKey, id });
    if (batch.state !== 'running') return batch;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The data of the ConvexError that a call throws on purpose. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ConvexError) return error.data;
    throw error;
  }
  throw new Error('The call was not refused.');
}
