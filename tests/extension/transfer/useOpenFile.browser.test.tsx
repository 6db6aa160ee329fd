import { expect, test, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import type { ImportedFile } from '../../../extension/transfer/importedFile.ts';
import { useOpenFile } from '../../../extension/transfer/useOpenFile.ts';

test('a file that is read after its deployment was left is closed, and changes nothing', async () => {
  const onChange = vi.fn();
  const { result, unmount } = await renderHook(() => useOpenFile(onChange));
  const { open } = result.current;
  await unmount();
  const file = { close: vi.fn() };
  open(file as unknown as ImportedFile);
  expect(file.close).toHaveBeenCalled();
  expect(onChange).not.toHaveBeenCalled();
});
