/** Plain words for the fields of `users`, as a QA engineer would say them. */
const fieldNames: Record<string, string> = {
  clerk_id: 'Clerk id',
  workspace_id: 'workspace',
  email: 'e-mail',
  email_lower: 'e-mail in lower case',
  first_name: 'first name',
  last_name: 'last name',
  username: 'username',
  image_url: 'picture',
  external_id: 'external id',
  clerk_created_at: 'sign-up time',
  clerk_updated_at: "Clerk's update time",
  clerk_event_at: "Clerk's event time",
};

function fieldName(field: string): string {
  return fieldNames[field] ?? field.replaceAll('_', ' ');
}

/**
 * The fields as a list in a sentence: "e-mail, username and last name". `email_lower` follows
 * `email` by itself, so it is named only when it changed alone.
 */
export function listFields(fields: readonly string[]): string {
  const told = fields.filter((field) => field !== 'email_lower' || !fields.includes('email'));
  return joinWords(told.map(fieldName));
}

function joinWords(words: string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
