/** Offers what the parts hold, one after the other, as a file to keep, by the browser's own download. */
export function saveFile(name: string, parts: Blob[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
