/** The parts of `defineSchema(...).export()` that are used here, and Convex's rules for them. */
import type { ValidatorJSON } from 'convex/values';

export interface Schema {
  tables: {
    tableName: string;
    indexes: { indexDescriptor: string; fields: string[] }[];
    documentType: ValidatorJSON | null;
  }[];
  schemaValidation: boolean;
}

const RESERVED_INDEXES = new Set(['by_id', 'by_creation_time']);
// Convex's limits.
const MOST_INDEXES = 64;
const MOST_INDEX_FIELDS = 16;

/** @throws Error in Convex's words when a table or an index is invalid. */
export function checkSchema({ tables, schemaValidation }: Schema): void {
  for (const { tableName, indexes, documentType } of tables) {
    checkIdentifier('Table', tableName);
    if (indexes.length > MOST_INDEXES) {
      throw new Error(
        `Table "${tableName}" has ${indexes.length} indexes. The maximum is ${MOST_INDEXES}.`,
      );
    }
    const names = new Set<string>();
    for (const { indexDescriptor: name, fields } of indexes) {
      const invalid = (reason: string) =>
        new Error(`In table "${tableName}" the index "${name}" is invalid because ${reason}.`);
      checkIdentifier('Index', name);
      if (RESERVED_INDEXES.has(name)) throw invalid('its name is reserved');
      if (names.has(name)) throw invalid('it is defined twice');
      names.add(name);
      if (fields.length === 0) throw invalid('it has no fields');
      if (fields.length > MOST_INDEX_FIELDS) {
        throw invalid(`it has more than ${MOST_INDEX_FIELDS} fields`);
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
