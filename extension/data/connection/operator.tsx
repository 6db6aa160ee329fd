import { useConvex, useMutation, useQuery_experimental as useQuery } from 'convex/react';
import type { FunctionArgs, FunctionReference, FunctionReturnType } from 'convex/server';
import { createContext, useCallback, useContext } from 'react';

const AccessKey = createContext<string | null>(null);
export const AccessKeyProvider = AccessKey.Provider;

type WithoutKey<F extends FunctionReference<'query' | 'mutation'>> = Omit<
  FunctionArgs<F>,
  'accessKey'
>;

/** The access key of the connected deployment. Only `data/` asks for it. */
export function useAccessKey(): string {
  const accessKey = useContext(AccessKey);
  if (accessKey === null) throw new Error('No access key: render this inside AccessKeyProvider.');
  return accessKey;
}

/** A live operator query. Errors come as `{ status: 'error', error }` and are never thrown. */
export function useOperatorQuery<Q extends FunctionReference<'query'>>(
  query: Q,
  args: WithoutKey<Q> | 'skip',
) {
  const accessKey = useAccessKey();
  const withKey = args === 'skip' ? args : ({ ...args, accessKey } as FunctionArgs<Q>);
  return useQuery({ query, args: withKey });
}

/** An operator mutation with the access key filled in. */
export function useOperatorMutation<M extends FunctionReference<'mutation'>>(mutation: M) {
  const accessKey = useAccessKey();
  const mutate = useMutation(mutation);
  return useCallback(
    (args: WithoutKey<M>): Promise<FunctionReturnType<M>> =>
      (mutate as (args: unknown) => Promise<FunctionReturnType<M>>)({ ...args, accessKey }),
    [mutate, accessKey],
  );
}

/** Asks an operator query once, such as for another page. Throws the server's refusal. */
export function useOperatorFetch() {
  const accessKey = useAccessKey();
  const client = useConvex();
  return useCallback(
    <Q extends FunctionReference<'query'>>(
      query: Q,
      args: WithoutKey<Q>,
    ): Promise<FunctionReturnType<Q>> =>
      client.query(query, { ...args, accessKey } as unknown as FunctionArgs<Q>),
    [client, accessKey],
  );
}
