import type { Doc } from '../dataModel.ts';

/** The result of one step of an erasure: where the next one begins, and what that looks for. */
export type Progress = Partial<
  Pick<Doc<'webhookErasures'>, 'state' | 'phase' | 'cursor' | 'marks' | 'rest_after'>
>;
