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
import type * as shared_auditRow from "../shared/auditRow.js";
import type * as shared_outcome from "../shared/outcome.js";
import type * as shared_rejection from "../shared/rejection.js";
import type * as shared_selection from "../shared/selection.js";
import type * as shared_userRow from "../shared/userRow.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  "shared/auditRow": typeof shared_auditRow;
  "shared/outcome": typeof shared_outcome;
  "shared/rejection": typeof shared_rejection;
  "shared/selection": typeof shared_selection;
  "shared/userRow": typeof shared_userRow;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
