/**
 * The functions that the panel calls, for an app's `convex/webhookAudit.ts`: public, each behind an access
 * key. That file name is fixed: the panel calls them as `webhookAudit:…`.
 */
export {
  event,
  get,
  history,
  me,
  older,
  rejections,
  rowHistory,
  search,
  tail,
} from './audit/functions.ts';
export { doctor } from './doctor/operatorFunctions.ts';
export { marks } from './marks/functions.ts';
export {
  batch,
  batches,
  cancelBatch,
  preview,
  previewMany,
  redispatch,
  startBatch,
} from './redispatch/operatorFunctions.ts';
export { user, users } from './users/functions.ts';
