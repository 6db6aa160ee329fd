import { expect, test } from 'vitest';
import type { Where } from '../../../../webhooks/shared/selection.ts';
import { parseFilter } from '../../../../extension/timeline/filter/filter.ts';
import { bestWhere } from '../../../../extension/timeline/filter/where.ts';

test.each<[string, Where | null]>([
  ['', null],
  ['text', null],
  ['id:msg_2x type:user.updated', { svix_id: 'msg_2x' }],
  ['id:redispatch_jd7', { svix_id: 'redispatch_jd7' }],
  ['user:user_2x outcome:failed', { clerk_user_id: 'user_2x' }],
  ['user:Ada outcome:failed', { outcome: 'failed' }],
  ['type:user.updated outcome:failed', { outcome: 'failed' }],
  ['type:user.updated outcome:applied', { event_type: 'user.updated' }],
  ['type:organizationMembership.created', { event_type: 'organizationMembership.created' }],
  ['outcome:applied', { outcome: 'applied' }],
  ['type:user.*', null],
  ['-outcome:failed', null],
  ['outcome:failed outcome:stale', null],
  ['outcome:rejected', null],
  ['outcome:nonsense', null],
])('the best index for %j', (filter, where) => {
  expect(bestWhere(parseFilter(filter))).toEqual(where);
});
