import { openImportedFile, type ImportedFile } from './importedFile.ts';

/**
 * Opens the sample data: deliveries about two invented people, exported from a local deployment.
 * They include each outcome, a retry, and a forced re-dispatch.
 */
export async function openSample(): Promise<ImportedFile> {
  const response = await fetch(new URL('./sample.ndjson', import.meta.url));
  const file = new File([await response.blob()], 'Sample data');
  return await openImportedFile(file, () => {});
}
