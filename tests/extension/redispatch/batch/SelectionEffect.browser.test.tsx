import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { NO_OUTCOMES } from '../../../../webhooks/shared/batch.ts';
import type { DocumentChange } from '../../../../webhooks/shared/documentChange.ts';
import { NOTHING_PREVIEWED } from '../../../../extension/data/previewParts.ts';
import { SelectionEffect } from '../../../../extension/redispatch/batch/SelectionEffect.tsx';

test('a preview that ends early says so, and shows the values of the rows that would change', async () => {
  const changed = (index: number): [string, DocumentChange] => {
    const document = `users_${index}`;
    const [before, after] = [`{"first_name":"Ada ${index}"}`, `{"first_name":"Grace ${index}"}`];
    const fields = ['first_name'];
    return [document, { table: 'users', document, kind: 'update', before, after, fields }];
  };
  const soFar = {
    ...NOTHING_PREVIEWED,
    counts: { ...NO_OUTCOMES, applied: 1_001, unchanged: 400 },
    documents: new Map(Array.from({ length: 1_000 }, (_, index) => changed(index))),
    done: true,
    cut: true,
  };
  await render(<SelectionEffect preview={{ soFar, error: null, retry: () => {} }} />);
  const effect = page.getByRole('region', { name: 'Effect', exact: true });
  await expect
    .element(effect)
    .toMatchTextContent(
      /^The selection has more than 1,000 rows. The preview ends there, the batch does not. The first 1,401 deliveries:Changes 1,000 fields in 1,000 rows, 400 unchanged\./,
    );
  await expect.element(effect).toMatchTextContent(/first_nameAda 3 → Grace 3/);
  await expect.element(effect).toMatchTextContent(/and 900 more rows$/);
});
