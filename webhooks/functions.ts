/**
 * The functions of an app's `webhookAdmin.ts` that the library calls through Convex, by their paths.
 * The library cannot import the app's generated API.
 */
import { makeFunctionReference, type FunctionReference, type FunctionType } from 'convex/server';
import type { Doc, Id } from './dataModel.ts';
import type { Received, VerifiedRequest } from './receive/receive.ts';
import type { Progress } from './reconcile/progress.ts';
import type { Position, RowPage } from './reconcile/record.ts';
import type { SendRequest } from './redispatch/prepare.ts';
import type { RedispatchRequest, Redispatched } from './redispatch/redispatch.ts';
import type { Role } from './shared/operator.ts';
import type { Finding, Reconciliation } from './shared/reconciliation.ts';
import type { Rejection, RejectionReason } from './shared/rejection.ts';

type Run = { run: Id<'webhookReconciliations'> };

export const functions = {
  receive: mutation<VerifiedRequest, Received>('webhookAdmin:receive'),
  logWebhookEvent: mutation<VerifiedRequest & { error: string }, Received>(
    'webhookAdmin:logWebhookEvent',
  ),
  mayCountRejection: query<{ reason: RejectionReason; second: number }, boolean>(
    'webhookAdmin:mayCountRejection',
  ),
  countRejection: mutation<Pick<Rejection, 'reason' | 'sample' | 'claimed'> & { at: number }, null>(
    'webhookAdmin:countRejection',
  ),

  redispatch: mutation<RedispatchRequest, Redispatched>('webhookAdmin:redispatch'),
  rehearse: mutation<{ requests: SendRequest[] }, null>('webhookAdmin:rehearse'),
  stepBatch: mutation<{ id: Id<'webhookBatches'>; cursor: bigint }, null>('webhookAdmin:stepBatch'),
  resumeBatches: mutation<Record<string, never>, null>('webhookAdmin:resumeBatches'),

  storeAccessKey: mutation<{ name: string; role: Role; key_hash: string }, Id<'webhookOperators'>>(
    'webhookAdmin:storeAccessKey',
  ),

  forgetStep: mutation<
    { id: Id<'webhookErasures'> } & Pick<Doc<'webhookErasures'>, 'phase' | 'cursor'>,
    null
  >('webhookAdmin:forgetStep'),
  resumeErasures: mutation<Record<string, never>, null>('webhookAdmin:resumeErasures'),
  prune: mutation<Record<string, never>, null>('webhookAdmin:prune'),

  reconcile: reference<'action'>()<Partial<Run>, Reconciliation>('webhookAdmin:reconcile'),
  startReconciliation: mutation<{ apply: boolean; remove?: number }, Run['run']>(
    'webhookAdmin:startReconciliation',
  ),
  setReconciliationRemoval: mutation<Run & { remove: number }, null>(
    'webhookAdmin:setReconciliationRemoval',
  ),
  reconciliationPosition: query<Run, Position>('webhookAdmin:reconciliationPosition'),
  nextUserRows: query<Run, RowPage>('webhookAdmin:nextUserRows'),
  compareUsers: mutation<Run & { bodies: string[] }, null>('webhookAdmin:compareUsers'),
  mendUser: mutation<Run & { found: Finding; body: string }, Finding | null>(
    'webhookAdmin:mendUser',
  ),
  removeUser: mutation<Run & { clerk_id: string; body: string }, null>('webhookAdmin:removeUser'),
  advanceReconciliation: mutation<Run & Progress, null>('webhookAdmin:advanceReconciliation'),
  setReconciliationState: mutation<Run & Pick<Reconciliation, 'state' | 'error'>, Reconciliation>(
    'webhookAdmin:setReconciliationState',
  ),
};

function reference<Type extends FunctionType>() {
  return <Args extends Record<string, any>, Returns>(path: string) =>
    makeFunctionReference<Type, Args, Returns>(path) as unknown as FunctionReference<
      Type,
      'internal',
      Args,
      Returns
    >;
}

function query<Args extends Record<string, any>, Returns>(path: string) {
  return reference<'query'>()<Args, Returns>(path);
}

function mutation<Args extends Record<string, any>, Returns>(path: string) {
  return reference<'mutation'>()<Args, Returns>(path);
}
