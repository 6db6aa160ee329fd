/** The email addresses of a user. Pure: each function returns the changed user. */
import { emailAddress, type ClerkUser, type EmailAddress } from '../traffic/clerkUser.ts';
import { ClerkError } from './clerkError.ts';

/** The code that Clerk accepts in its test mode. No email is sent. */
const VERIFICATION_CODE = '424242';

/** A new address, which its owner has not verified. */
export function withEmail(user: ClerkUser, address: string, now: number): ClerkUser {
  if (!address.includes('@')) {
    throw new ClerkError(422, 'form_param_format_invalid', 'An email address has an @ in it.');
  }
  const verification = { ...emailAddress(address, now).verification, status: 'unverified' };
  const added = { ...emailAddress(address, now), verification };
  return { ...user, email_addresses: [...user.email_addresses, added], updated_at: now };
}

/** @throws ClerkError for any code but VERIFICATION_CODE. */
export function withVerifiedEmail(
  user: ClerkUser,
  id: string,
  code: unknown,
  now: number,
): ClerkUser {
  checkCode(code);
  const verified = emailOf(user, id);
  const verification = { ...verified.verification, status: 'verified', attempts: 1 };
  return {
    ...user,
    email_addresses: user.email_addresses.map((email) =>
      email.id === id ? { ...email, verification, updated_at: now } : email,
    ),
    updated_at: now,
  };
}

export function withoutEmail(user: ClerkUser, id: string, now: number): ClerkUser {
  const rest = user.email_addresses.filter((email) => email !== emailOf(user, id));
  const isPrimary = user.primary_email_address_id === id;
  return {
    ...user,
    email_addresses: rest,
    primary_email_address_id: isPrimary ? null : user.primary_email_address_id,
    updated_at: now,
  };
}

/** @throws ClerkError if the user has no such address. */
export function emailOf(user: ClerkUser, id: string): EmailAddress {
  const found = user.email_addresses.find((email) => email.id === id);
  if (!found) throw new ClerkError(404, 'resource_not_found', `There is no email address ${id}.`);
  return found;
}

/** @throws ClerkError for any code but VERIFICATION_CODE. */
export function checkCode(code: unknown): void {
  if (code === VERIFICATION_CODE) return;
  const message = `The code is wrong. In this demo it is ${VERIFICATION_CODE}.`;
  throw new ClerkError(422, 'form_code_incorrect', message);
}
