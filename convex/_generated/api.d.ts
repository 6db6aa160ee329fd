/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import type * as admin from "../admin.js";
import type * as http from "../http.js";
import type * as model_access from "../model/access.js";
import type * as model_accessKey from "../model/accessKey.js";
import type * as model_operatorError from "../model/operatorError.js";
import type * as operators from "../operators.js";
import type * as redispatch from "../redispatch.js";
import type * as shared_auditRow from "../shared/auditRow.js";
import type * as shared_batch from "../shared/batch.js";
import type * as shared_delivery from "../shared/delivery.js";
import type * as shared_masking from "../shared/masking.js";
import type * as shared_operator from "../shared/operator.js";
import type * as shared_outcome from "../shared/outcome.js";
import type * as shared_preview from "../shared/preview.js";
import type * as shared_reconciliation from "../shared/reconciliation.js";
import type * as shared_rejection from "../shared/rejection.js";
import type * as shared_selection from "../shared/selection.js";
import type * as shared_userChange from "../shared/userChange.js";
import type * as shared_userEvent from "../shared/userEvent.js";
import type * as shared_userRow from "../shared/userRow.js";
import type * as users from "../users.js";
import type * as webhookAudit from "../webhookAudit.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  admin: typeof admin;
  http: typeof http;
  "model/access": typeof model_access;
  "model/accessKey": typeof model_accessKey;
  "model/operatorError": typeof model_operatorError;
  operators: typeof operators;
  redispatch: typeof redispatch;
  "shared/auditRow": typeof shared_auditRow;
  "shared/batch": typeof shared_batch;
  "shared/delivery": typeof shared_delivery;
  "shared/masking": typeof shared_masking;
  "shared/operator": typeof shared_operator;
  "shared/outcome": typeof shared_outcome;
  "shared/preview": typeof shared_preview;
  "shared/reconciliation": typeof shared_reconciliation;
  "shared/rejection": typeof shared_rejection;
  "shared/selection": typeof shared_selection;
  "shared/userChange": typeof shared_userChange;
  "shared/userEvent": typeof shared_userEvent;
  "shared/userRow": typeof shared_userRow;
  users: typeof users;
  webhookAudit: typeof webhookAudit;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
