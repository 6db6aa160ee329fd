import { pageUserOf, type PageUser } from './pageUser.ts';

/** The longest text that is taken from the page. */
const MAX_TEXT = 300;
const MAX_ADDRESSES = 20;

/**
 * Reads `window.Clerk.user` of the page: id, version, and the compared fields, nothing else. It
 * calls no method that the page could have replaced, cuts every text, and ends quickly unless a
 * getter of the page does not. Returns `null` if nobody is signed in, and undefined if Clerk is
 * absent or not loaded.
 */
export const READ_CLERK_USER = `(() => {
  const text = (value) => {
    if (typeof value !== 'string') return null;
    let cut = '';
    for (let i = 0; i < value.length && i < ${MAX_TEXT}; i++) cut += value[i];
    return cut;
  };
  const time = (value) => (typeof value === 'object' && value !== null ? +value : null);
  try {
    const clerk = window.Clerk;
    if (typeof clerk !== 'object' || clerk === null || clerk.loaded !== true) return undefined;
    const user = clerk.user;
    if (typeof user !== 'object' || user === null) return null;
    const addresses = user.emailAddresses;
    const primary = text(user.primaryEmailAddressId);
    let email = null;
    for (let i = 0; addresses && i < addresses.length && i < ${MAX_ADDRESSES}; i++) {
      if (text(addresses[i].id) === primary) email = text(addresses[i].emailAddress);
    }
    return [text(user.id), time(user.updatedAt), email, text(user.firstName), text(user.lastName),
      text(user.username), text(user.imageUrl), text(user.externalId)];
  } catch {
    return undefined;
  }
})()`;

/**
 * Reads the user from the result of `READ_CLERK_USER`, which the page can forge; undefined if that
 * holds none.
 */
export function clerkUserIn(value: unknown): PageUser | null | undefined {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length !== 8) return undefined;
  const [id, updated_at, email, first_name, last_name, username, image_url, external_id] =
    value as unknown[];
  const read = pageUserOf({
    id,
    updated_at,
    first_name,
    last_name,
    username,
    image_url,
    external_id,
    primary_email_address_id: 'primary',
    email_addresses: [{ id: 'primary', email_address: email }],
  });
  return read ?? undefined;
}
