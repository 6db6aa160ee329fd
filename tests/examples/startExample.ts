/** An example app with the packed package installed, on a local deployment. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference, type FunctionReference } from 'convex/server';
import type { Value } from 'convex/values';
import { onTestFinished } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import { startDeployment } from '../../local/deployment.ts';
import type { DocumentChange } from '../../webhooks/shared/documentChange.ts';
import type { Role } from '../../webhooks/shared/operator.ts';
import type { Answer } from '../fixtures/deployments/backend.ts';
import type { ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import { SECRET, signedRequest, type Signing } from '../fixtures/data/signing.ts';
import { installPackage } from './installPackage.ts';

export const EXAMPLES = resolve(import.meta.dirname, '../../examples');

const ISSUER = 'https://example.clerk.accounts.dev';
/** Clerk's identity of Ada, signed in to an example. */
export const ADA = {
  issuer: ISSUER,
  subject: 'user_2ada',
  tokenIdentifier: `${ISSUER}|user_2ada`,
};

type AuditId = Id<'webhookAudit'>;
type Row = Record<string, Value>;
const issueAccessKey = makeFunctionReference<
  'action',
  { name: string; role: Role },
  { accessKey: string }
>('webhookAdmin:issueAccessKey');
const tableData = makeFunctionReference<'query'>('_system/cli/tableData');

/** A copy of an example, which is removed after the test. */
export async function installExample(name: string): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'example-'));
  onTestFinished(async () => await rm(app, { recursive: true }));
  await cp(join(EXAMPLES, name), app, {
    recursive: true,
    filter: (path) => !path.endsWith('node_modules'),
  });
  await installPackage(app);
  return app;
}

/** @param path of the app's endpoint for Clerk. */
export async function startExample(name: string, path: string, env: Record<string, string> = {}) {
  const app = await installExample(name);
  const local = await startDeployment({
    functions: join(app, 'convex'),
    memory: true,
    port: 0,
    sitePort: 0,
    env: { CLERK_WEBHOOK_SECRET: SECRET, ...env },
  });
  onTestFinished(async () => await local.close());

  const admin = clientOf(local);
  const { accessKey } = await admin.action(issueAccessKey, {
    name: 'QA laptop',
    role: 'redispatcher',
  });
  let keys = 0;
  const open = async (id: AuditId) => await admin.query(api.webhookAudit.get, { accessKey, id });

  return {
    url: local.url,
    siteUrl: local.siteUrl,
    accessKey,
    admin,
    /** Runs a mutation of the app as one of its users, or as nobody. */
    mutate: async (name: string, args: Row, identity?: Identity) =>
      await clientOf(local, identity).mutation(
        makeFunctionReference(name) as FunctionReference<'mutation'>,
        args,
      ),
    /** Sends a signed event, which must be recorded. */
    deliver: async (event: ClerkEventBody, signing?: Signing) => {
      const request = signedRequest(JSON.stringify(event), signing);
      const response = await fetch(local.siteUrl + path, request);
      const { id, outcome } = (await response.json()) as Answer;
      if (id === undefined) throw new Error(`This event was not recorded: ${outcome}.`);
      return { id, outcome, status: response.status };
    },
    open,
    preview: async (id: AuditId, body?: string) =>
      await admin.mutation(api.webhookAudit.preview, { accessKey, id, body }),
    redispatch: async (id: AuditId, body?: string) => {
      const idempotency_key = `key_${++keys}`;
      return await admin.mutation(api.webhookAudit.redispatch, {
        accessKey,
        id,
        body,
        idempotency_key,
      });
    },
    /** All documents of a table, oldest first. */
    rows: async (table: string): Promise<Row[]> => {
      const paginationOpts = { numItems: 1000, cursor: null };
      return (await admin.query(tableData, { table, order: 'asc', paginationOpts })).page;
    },
  };
}

export interface Identity {
  issuer: string;
  subject: string;
  tokenIdentifier: string;
}

/** With the admin key, which may call internal functions and act as any user. */
function clientOf(local: { url: string; adminKey: string }, identity?: Identity): ConvexHttpClient {
  const client = new ConvexHttpClient(local.url);
  // `npx convex run --identity` uses this; it is in the package but not in its types.
  (client as unknown as { setAdminAuth: (key: string, as?: Identity) => void }).setAdminAuth(
    local.adminKey,
    identity,
  );
  return client;
}

/** Changed documents in short, such as `posts update authorName`, sorted. */
export function changesOf(writes: readonly DocumentChange[]): string[] {
  return writes.map(({ table, kind, fields }) => `${table} ${kind} ${fields.join()}`).toSorted();
}
