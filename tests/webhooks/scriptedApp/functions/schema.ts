/** The tables of an app that uses the whole library. */
import { defineSchema } from 'convex/server';
import { webhookTables } from '../../../../webhooks/tables.ts';
import { appTables } from '../../record/functions/schema.ts';

export default defineSchema({ ...webhookTables, ...appTables });
