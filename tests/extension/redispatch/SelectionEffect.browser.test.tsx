import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { NO_OUTCOMES } from '../../../convex/shared/batch.ts';
import type { UserPreview } from '../../../convex/shared/preview.ts';
import { SelectionEffect } from '../../../extension/redispatch/SelectionEffect.tsx';

test('a preview that ends early says so, and of how many events it tells', async () => {
  const changed = (index: number): [string, UserPreview] => {
    const clerk_id = `user_2n${index}`;
    const [before, after] = [{ first_name: 'Ada' }, { first_name: 'Grace' }];
    const user_label = `Ada ${index}`;
    return [
      clerk_id,
      { clerk_id, user_label, was_deleted: false, changed: ['first_name'], before, after },
    ];
  };
  const soFar = {
    counts: { ...NO_OUTCOMES, applied: 1_001, unchanged: 400 },
    failedBefore: 0,
    users: new Map(Array.from({ length: 1_000 }, (_, index) => changed(index))),
    done: true,
    cut: true,
  };
  await render(<SelectionEffect preview={{ soFar, error: null, retry: () => {} }} />);
  const effect = page.getByRole('region', { name: 'Effect', exact: true });
  await expect
    .element(effect)
    .toMatchTextContent(
      /^More than 1,000 users would change. The preview ends there, the batch does not. The first 1,401 deliveries:Changes 1,000 fields on 1,000 users, 400 unchanged\./,
    );
  await expect.element(effect).toMatchTextContent(/and 900 more users$/);
});
