import type { AuditRow } from '../../webhooks/shared/auditRow.ts';

type ChangedDocument = AuditRow['changes'][number];

/** "users: email, last_name; sessions: 2 new": what a delivery changed, in one line. */
export function changeWords({ changes, writes, unseen }: AuditRow): string {
  const byTable = Map.groupBy(changes, ({ table }) => table);
  const told = [...byTable].map(([table, documents]) => `${table}: ${documentsWords(documents)}`);
  const more = writes - changes.length;
  if (more > 0) told.push(`${more.toLocaleString('en')} more`);
  if (unseen > 0) told.push(`${unseen.toLocaleString('en')} not recorded`);
  return told.join('; ');
}

/** The fields of one document, or how many of several were inserted, changed and deleted. */
function documentsWords(documents: ChangedDocument[]): string {
  const [only] = documents;
  if (documents.length === 1 && only!.kind === 'update')
    return shownFields(only!.fields).join(', ');
  const counts = (['insert', 'update', 'delete'] as const).flatMap((kind) => {
    const count = documents.filter((document) => document.kind === kind).length;
    if (count === 0) return [];
    return [documents.length === 1 ? kindWords[kind] : `${count} ${kindWords[kind]}`];
  });
  return counts.join(', ');
}

export const kindWords = { insert: 'new', update: 'changed', delete: 'deleted' } as const;

/** Leaves out `email_lower` beside `email`: it is only a copy for searching. */
export function shownFields(fields: readonly string[]): string[] {
  return fields.filter(
    (field) =>
      !fields.includes(field.replace(/_lower$|Lower$/, '')) || !/_lower$|Lower$/.test(field),
  );
}

/** "email, username and last name": fields as a list in a sentence. */
export function listFields(fields: readonly string[]): string {
  return joinWords(shownFields(fields).map((field) => field.replaceAll('_', ' ')));
}

export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
