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
import type * as crons from "../crons.js";
import type * as http from "../http.js";
import type * as payments from "../payments.js";
import type * as posts from "../posts.js";
import type * as users from "../users.js";
import type * as webhookAdmin from "../webhookAdmin.js";
import type * as webhookAudit from "../webhookAudit.js";
import type * as webhookHandler from "../webhookHandler.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  crons: typeof crons;
  http: typeof http;
  payments: typeof payments;
  posts: typeof posts;
  users: typeof users;
  webhookAdmin: typeof webhookAdmin;
  webhookAudit: typeof webhookAudit;
  webhookHandler: typeof webhookHandler;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
