/** Checks that the app's users table has the users whom events were about. */
import type { Facts, TableFacts } from './facts.ts';
import { whyEmpty } from './whyEmpty.ts';
import type { DoctorFinding } from './report.ts';

/** The users of the example events in Clerk's documentation, which its dashboard sends as a test. */
const EXAMPLES = new Set(['user_29w83sxmDNGwOuEthce5gg56FcC', 'user_29wBMCtzATuFJut8jO2VNTVekS4']);

export function checkUsers(facts: Facts): DoctorFinding {
  const { table, users } = facts;
  if (table === null) {
    return {
      check: 'users',
      state: 'look',
      text: 'No users table is named, so the panel has no Users view.',
      todo: 'Give `users` to defineWebhooks in convex/webhookHandler.ts.',
    };
  }
  if (table.isEmpty) {
    const { text, ...cause } = whyEmpty(facts, table);
    return { check: 'users', ...cause, text: `The table ${table.name} is empty. ${text}` };
  }
  if (table.misfit !== null) return misfitting(table, table.misfit);
  if (users.length > 0 && users.every(({ clerk_user_id: id }) => id && EXAMPLES.has(id))) {
    return {
      check: 'users',
      state: 'look',
      text: "Only events about Clerk's example user have come so far, as its dashboard sends them in a test.",
      todo: 'Sign up a user of this Clerk instance, and see whether that event comes.',
      at: users[0]!.received_at,
      audit_id: users[0]!._id,
    };
  }
  return (
    notFound(table) ?? { check: 'users', state: 'ok', text: `The table ${table.name} has users.` }
  );
}

/** The finding when the id in a row leads to no row. */
function misfitting(
  { name, field }: TableFacts,
  { clerk_id, stored, made }: NonNullable<TableFacts['misfit']>,
): DoctorFinding {
  return {
    check: 'users',
    state: 'wrong',
    text: `The row of ${clerk_id} in ${name} holds ${stored} in \`${field}\`, but \`key.value\` makes ${made} of this id, so the row is not found.`,
    todo: 'Set what `key.value` in convex/webhookHandler.ts adds to the id, such as the issuer, to what the rows hold, and let the handler write the same.',
  };
}

/** The finding when the row of the newest user is not where the settings say. */
function notFound({ name, field, written }: TableFacts): DoctorFinding | null {
  if (written === null || written.isFound) return null;
  const seen = { check: 'users', audit_id: written.audit_id };
  return written.heldId === false
    ? {
        ...seen,
        state: 'wrong',
        text: `The row of ${written.clerk_id} in ${name} does not hold the user's id in \`${field}\`, so the Users view and reconcile do not find it.`,
        todo: 'Name the field that holds it in `users` of defineWebhooks, or give `key` if it holds more than the id.',
      }
    : {
        ...seen,
        state: 'look',
        text: `The row of ${written.clerk_id} in ${name} is gone, and no webhook deleted it.`,
        todo: 'Re-dispatch the newest event of this user to write it again.',
      };
}
