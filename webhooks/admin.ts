/**
 * The internal functions of the library, for an app's `convex/webhookAdmin.ts`: receiving, re-dispatch,
 * access keys and upkeep. That file name is fixed: the library calls them as `webhookAdmin:…`.
 */
export { issueAccessKey, listAccessKeys, revokeAccessKey, storeAccessKey } from './access/keys.ts';
export { doctor } from './doctor/functions.ts';
export { erasures, forgetStep, forgetUser, prune, resumeErasures } from './erase/functions.ts';
export { markDeploy } from './marks/functions.ts';
export {
  advanceReconciliation,
  compareUsers,
  mendUser,
  nextUserRows,
  reconcile,
  reconciliationPosition,
  reconciliations,
  removeUser,
  setReconciliationRemoval,
  setReconciliationState,
  startReconciliation,
} from './reconcile/functions.ts';
export {
  countRejection,
  logWebhookEvent,
  mayCountRejection,
  receive,
} from './receive/functions.ts';
export { redispatch, rehearse, resumeBatches, stepBatch } from './redispatch/functions.ts';
