import { mutationGeneric as mutation, queryGeneric as query } from 'convex/server';

export const siteUrl = query({ args: {}, handler: () => process.env['CONVEX_SITE_URL'] ?? null });

const greetingAtImport = process.env['GREETING'] ?? 'unset';

export const importedGreeting = query({ args: {}, handler: () => greetingAtImport });

export const printVariables = mutation({
  args: {},
  handler: () => {
    console.log(process.env);
    console.log({ nested: process });
    console.log(JSON.stringify(process.env), Object.keys(process.env), process.env['constructor']);
  },
});
