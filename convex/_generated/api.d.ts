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
import type * as crons from "../crons.js";
import type * as http from "../http.js";
import type * as model_access from "../model/access.js";
import type * as model_accessKey from "../model/accessKey.js";
import type * as model_applyEvent from "../model/applyEvent.js";
import type * as model_auditRows from "../model/auditRows.js";
import type * as model_batches from "../model/batches.js";
import type * as model_clerkApi from "../model/clerkApi.js";
import type * as model_deliveries from "../model/deliveries.js";
import type * as model_editedBody from "../model/editedBody.js";
import type * as model_forgetUser from "../model/forgetUser.js";
import type * as model_keptHeaders from "../model/keptHeaders.js";
import type * as model_mentions from "../model/mentions.js";
import type * as model_onUserChange from "../model/onUserChange.js";
import type * as model_openDelivery from "../model/openDelivery.js";
import type * as model_operatorError from "../model/operatorError.js";
import type * as model_pageLimit from "../model/pageLimit.js";
import type * as model_payloadWalk from "../model/payloadWalk.js";
import type * as model_previewSelection from "../model/previewSelection.js";
import type * as model_receive from "../model/receive.js";
import type * as model_reconcile from "../model/reconcile.js";
import type * as model_reconciliations from "../model/reconciliations.js";
import type * as model_redispatch from "../model/redispatch.js";
import type * as model_refuse from "../model/refuse.js";
import type * as model_rejections from "../model/rejections.js";
import type * as model_requestBody from "../model/requestBody.js";
import type * as model_retention from "../model/retention.js";
import type * as model_selectedEvents from "../model/selectedEvents.js";
import type * as model_signature from "../model/signature.js";
import type * as model_userList from "../model/userList.js";
import type * as model_users from "../model/users.js";
import type * as operators from "../operators.js";
import type * as reconciliations from "../reconciliations.js";
import type * as redispatch from "../redispatch.js";
import type * as shared_auditRow from "../shared/auditRow.js";
import type * as shared_batch from "../shared/batch.js";
import type * as shared_bodySize from "../shared/bodySize.js";
import type * as shared_clerkEvent from "../shared/clerkEvent.js";
import type * as shared_clerkUser from "../shared/clerkUser.js";
import type * as shared_delivery from "../shared/delivery.js";
import type * as shared_masking from "../shared/masking.js";
import type * as shared_operator from "../shared/operator.js";
import type * as shared_outcome from "../shared/outcome.js";
import type * as shared_payloadChanged from "../shared/payloadChanged.js";
import type * as shared_planUserChange from "../shared/planUserChange.js";
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
  crons: typeof crons;
  http: typeof http;
  "model/access": typeof model_access;
  "model/accessKey": typeof model_accessKey;
  "model/applyEvent": typeof model_applyEvent;
  "model/auditRows": typeof model_auditRows;
  "model/batches": typeof model_batches;
  "model/clerkApi": typeof model_clerkApi;
  "model/deliveries": typeof model_deliveries;
  "model/editedBody": typeof model_editedBody;
  "model/forgetUser": typeof model_forgetUser;
  "model/keptHeaders": typeof model_keptHeaders;
  "model/mentions": typeof model_mentions;
  "model/onUserChange": typeof model_onUserChange;
  "model/openDelivery": typeof model_openDelivery;
  "model/operatorError": typeof model_operatorError;
  "model/pageLimit": typeof model_pageLimit;
  "model/payloadWalk": typeof model_payloadWalk;
  "model/previewSelection": typeof model_previewSelection;
  "model/receive": typeof model_receive;
  "model/reconcile": typeof model_reconcile;
  "model/reconciliations": typeof model_reconciliations;
  "model/redispatch": typeof model_redispatch;
  "model/refuse": typeof model_refuse;
  "model/rejections": typeof model_rejections;
  "model/requestBody": typeof model_requestBody;
  "model/retention": typeof model_retention;
  "model/selectedEvents": typeof model_selectedEvents;
  "model/signature": typeof model_signature;
  "model/userList": typeof model_userList;
  "model/users": typeof model_users;
  operators: typeof operators;
  reconciliations: typeof reconciliations;
  redispatch: typeof redispatch;
  "shared/auditRow": typeof shared_auditRow;
  "shared/batch": typeof shared_batch;
  "shared/bodySize": typeof shared_bodySize;
  "shared/clerkEvent": typeof shared_clerkEvent;
  "shared/clerkUser": typeof shared_clerkUser;
  "shared/delivery": typeof shared_delivery;
  "shared/masking": typeof shared_masking;
  "shared/operator": typeof shared_operator;
  "shared/outcome": typeof shared_outcome;
  "shared/payloadChanged": typeof shared_payloadChanged;
  "shared/planUserChange": typeof shared_planUserChange;
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
