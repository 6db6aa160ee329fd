/** The types of the library's own tables. The library does not know the app's tables. */
import type {
  DataModelFromSchemaDefinition,
  DocumentByName,
  GenericActionCtx,
  GenericMutationCtx,
  GenericQueryCtx,
  SchemaDefinition,
  TableNamesInDataModel,
} from 'convex/server';
import type { GenericId } from 'convex/values';
import type { webhookTables } from './tables.ts';

export type DataModel = DataModelFromSchemaDefinition<SchemaDefinition<typeof webhookTables, true>>;
type TableName = TableNamesInDataModel<DataModel>;

export type Doc<Name extends TableName> = DocumentByName<DataModel, Name>;
export type Id<Name extends TableName> = GenericId<Name>;

export type QueryCtx = GenericQueryCtx<DataModel>;
export type MutationCtx = GenericMutationCtx<DataModel>;
export type ActionCtx = GenericActionCtx<DataModel>;
