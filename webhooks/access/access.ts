import type { RegisteredMutation, RegisteredQuery } from 'convex/server';
import {
  v,
  type Infer,
  type ObjectType,
  type PropertyValidators,
  type Validator,
} from 'convex/values';
import type { Doc, MutationCtx, QueryCtx } from '../dataModel.ts';
import { mutation, query } from '../builders.ts';
import type { Role } from '../shared/operator.ts';
import { hashAccessKey } from './accessKey.ts';
import { checkArguments } from './checkArguments.ts';
import { operatorError } from './operatorError.ts';

export type Operator = Doc<'webhookOperators'>;

interface Definition<Ctx, Args extends PropertyValidators, Returns extends GenericValidator> {
  /** The least role that may call it. */
  role: Role;
  args: Args;
  returns: Returns;
  handler: (
    ctx: Ctx & { operator: Operator },
    args: ObjectType<Args>,
  ) => Promise<Infer<Returns>> | Infer<Returns>;
}

type GenericValidator = Validator<any, 'required', any>;

const vAccessKey = v.string();
type WithKey<Args extends PropertyValidators> = ObjectType<Args & { accessKey: typeof vAccessKey }>;

/** A public query for holders of an access key. Throws `key_refused` or `role_refused`. */
export function operatorQuery<Args extends PropertyValidators, Returns extends GenericValidator>(
  definition: Definition<QueryCtx, Args, Returns>,
): RegisteredQuery<'public', WithKey<Args>, Promise<Infer<Returns>>> {
  return query(withAccessCheck(definition));
}

/** A public mutation for holders of an access key. Throws `key_refused` or `role_refused`. */
export function operatorMutation<Args extends PropertyValidators, Returns extends GenericValidator>(
  definition: Definition<MutationCtx, Args, Returns>,
): RegisteredMutation<'public', WithKey<Args>, Promise<Infer<Returns>>> {
  return mutation(withAccessCheck(definition));
}

function withAccessCheck<
  Ctx extends QueryCtx,
  Args extends PropertyValidators,
  Returns extends GenericValidator,
>({ role, args, returns, handler }: Definition<Ctx, Args, Returns>) {
  const withKey: PropertyValidators = { ...args, accessKey: vAccessKey };
  return {
    args: withKey,
    returns: returns as GenericValidator,
    handler: async (ctx: Ctx, { accessKey, ...rest }: { accessKey?: string }) => {
      const operator = await requireOperator(ctx, accessKey ?? '', role);
      checkArguments(rest);
      return await handler({ ...ctx, operator }, rest as ObjectType<Args>);
    },
  };
}

/** Reads only the operator's row, so that revoking the key re-runs each of its subscriptions. */
async function requireOperator(ctx: QueryCtx, accessKey: string, role: Role): Promise<Operator> {
  const key_hash = await hashAccessKey(accessKey);
  const operator = await ctx.db
    .query('webhookOperators')
    .withIndex('by_key_hash', (q) => q.eq('key_hash', key_hash))
    .unique();
  if (operator === null) {
    throw operatorError(
      'key_refused',
      'Unknown access key. Create one with `npx convex run webhookAdmin:issueAccessKey`.',
    );
  }
  if (operator.revoked_at !== undefined) {
    throw operatorError('key_refused', 'This access key was revoked. Ask for a new one.');
  }
  if (role === 'redispatcher' && operator.role === 'viewer') {
    throw operatorError(
      'role_refused',
      'This access key is read-only. To re-dispatch, use a key with the role redispatcher.',
    );
  }
  return operator;
}
