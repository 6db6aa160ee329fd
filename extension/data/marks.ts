import { api } from '../../convex/_generated/api.js';
import type { Mark } from '../../webhooks/shared/mark.ts';
import { useOperatorQuery } from './connection/operator.tsx';

const MOST = 256;
const NONE: readonly Mark[] = [];

/** The newest 256 deploys that were marked, newest first, live. */
export function useMarks(): readonly Mark[] {
  const answer = useOperatorQuery(api.webhookAudit.marks, { limit: MOST });
  return answer.status === 'success' ? answer.data.marks : NONE;
}
