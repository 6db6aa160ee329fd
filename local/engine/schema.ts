/** What `defineSchema(...).export()` gives, as far as it is used here, and what it may not say. */
import type { ValidatorJSON } from 'convex/values';

export type Schema = {
  tables: {
    tableName: string;
    indexes: { indexDescriptor: string; fields: string[] }[];
    documentType: ValidatorJSON | null;
  }[];
  schemaValidation: boolean;
};

const reservedIndexes = new Set(['by_id', 'by_creation_time']);
// Convex's limits.
const maximumIndexes = 64;
const maximumIndexFields = 16;

/** @throws Error in Convex's words where a table or an index cannot be. */
export function checkSchema({ tables, schemaValidation }: Schema): void {
  for (const { tableName, indexes, documentType } of tables) {
    checkIdentifier('Table', tableName);
    if (indexes.length > maximumIndexes) {
      throw new Error(
        `Table "${tableName}" has ${indexes.length} indexes. The maximum is ${maximumIndexes}.`,
      );
    }
    const names = new Set<string>();
    for (const { indexDescriptor: name, fields } of indexes) {
      const invalid = (reason: string) =>
        new Error(`In table "${tableName}" the index "${name}" is invalid because ${reason}.`);
      checkIdentifier('Index', name);
      if (reservedIndexes.has(name)) throw invalid('its name is reserved');
      if (names.has(name)) throw invalid('it is defined twice');
      names.add(name);
      if (fields.length === 0) throw invalid('it has no fields');
      if (fields.length > maximumIndexFields) {
        throw invalid(`it has more than ${maximumIndexFields} fields`);
      }
      if (new Set(fields).size < fields.length) throw invalid('it names a field twice');
      const system = fields.find((field) => field.startsWith('_'));
      if (system !== undefined) {
        throw invalid(`it names the field ${system}: system fields are added to every index`);
      }
      const missing = fields.find(
        (field) => documentType && !canContain(documentType, field.split('.')),
      );
      if (schemaValidation && missing !== undefined) {
        throw invalid(`it references the field ${missing} that does not exist`);
      }
    }
  }
}

/** Table and index names: letters, digits and underscores, at most 64, starting with a letter. */
export function checkIdentifier(kind: 'Table' | 'Index', name: string): void {
  if (/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/.test(name)) return;
  throw new Error(
    `${kind} names must be valid identifiers: up to 64 letters, digits and underscores, starting ` +
      `with a letter. Got ${JSON.stringify(name)}.`,
  );
}

function canContain(validator: ValidatorJSON, [field, ...rest]: string[]): boolean {
  if (field === undefined || validator.type === 'any') return true;
  if (validator.type === 'union') {
    return validator.value.some((member) => canContain(member, [field, ...rest]));
  }
  if (validator.type !== 'object' || !Object.hasOwn(validator.value, field)) return false;
  return canContain(validator.value[field]!.fieldType, rest);
}
