/**
 * A user in the form of Clerk's webhooks, and the events about a user. Pure: the caller passes the
 * time.
 */
import { randomBytes } from 'node:crypto';

export interface EmailAddress {
  id: string;
  object: 'email_address';
  email_address: string;
  reserved: boolean;
  verification: { status: string; strategy: string; attempts: number; expire_at: number };
  linked_to: { id: string; type: string }[];
  matches_sso_connection: boolean;
  created_at: number;
  updated_at: number;
}

/** Clerk's `UserJSON`. Only the fields that the demo changes have types of their own. */
export interface ClerkUser {
  id: string;
  object: 'user';
  first_name: string | null;
  last_name: string | null;
  username: string | null;
  primary_email_address_id: string | null;
  email_addresses: EmailAddress[];
  public_metadata: Record<string, unknown>;
  created_at: number;
  updated_at: number;
  [field: string]: unknown;
}

export interface ClerkEvent {
  object: 'event';
  type: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  instance_id: string;
  data: Record<string, unknown>;
  event_attributes: { http_request: { client_ip: string; user_agent: string } };
}

export interface Person {
  firstName: string;
  lastName: string;
  email: string;
}

export interface Profile {
  first_name: string;
  last_name: string;
  username: string;
  email: string;
}

/** A new user with one verified email address, as Clerk creates it at sign-up. */
export function signUp(person: Person, now: number): ClerkUser {
  const email = emailAddress(person.email, now);
  const id = clerkId('user');
  return {
    id,
    object: 'user',
    username: null,
    first_name: person.firstName,
    last_name: person.lastName,
    image_url: `https://img.example.com/${id}.png`,
    has_image: false,
    primary_email_address_id: email.id,
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    password_enabled: true,
    two_factor_enabled: false,
    totp_enabled: false,
    backup_code_enabled: false,
    email_addresses: [email],
    phone_numbers: [],
    web3_wallets: [],
    passkeys: [],
    external_accounts: [],
    saml_accounts: [],
    enterprise_accounts: [],
    organization_memberships: [],
    public_metadata: {},
    private_metadata: {},
    unsafe_metadata: {},
    external_id: null,
    password_last_updated_at: now,
    last_sign_in_at: null,
    banned: false,
    locked: false,
    deprovisioned: false,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: 100,
    created_at: now,
    updated_at: now,
    last_active_at: now,
    create_organization_enabled: true,
    create_organizations_limit: null,
    delete_self_enabled: true,
    legal_accepted_at: null,
    locale: null,
    timezone: null,
    mfa_enabled_at: null,
    mfa_disabled_at: null,
  };
}

/** The fields of the profile form. */
export function profileOf(user: ClerkUser): Profile {
  return {
    first_name: user.first_name ?? '',
    last_name: user.last_name ?? '',
    username: user.username ?? '',
    email: primaryEmail(user)?.email_address ?? '',
  };
}

/** The user after the form was saved. A new address replaces all others; an empty one removes them. */
export function saveProfile(user: ClerkUser, profile: Profile, now: number): ClerkUser {
  const email =
    primaryEmail(user)?.email_address === profile.email
      ? {}
      : withOnlyEmail(profile.email === '' ? null : emailAddress(profile.email, now));
  return {
    ...user,
    ...email,
    first_name: profile.first_name || null,
    last_name: profile.last_name || null,
    username: profile.username || null,
    updated_at: now,
  };
}

export function clerkEvent(
  type: string,
  data: Record<string, unknown>,
  timestamp: number,
): ClerkEvent {
  return {
    object: 'event',
    type,
    timestamp,
    instance_id: 'ins_2demoDemoDemoDemoDemoDemo0',
    data,
    event_attributes: {
      http_request: { client_ip: '203.0.113.7', user_agent: 'Mozilla/5.0 (demo)' },
    },
  };
}

/** The data of a delete: Clerk sends little more than the id. */
export function deletedUser(user: ClerkUser): Record<string, unknown> {
  return { id: user.id, object: 'user', deleted: true, external_id: user.external_id };
}

/** A random id with a prefix, in the form of Clerk's and Svix's: `user_2…`, `msg_2…`. */
export function clerkId(prefix: string): string {
  const letters = randomBytes(40)
    .toString('base64')
    .replace(/[^a-z\d]/gi, '');
  return `${prefix}_2${letters.slice(0, 26)}`;
}

function primaryEmail(user: ClerkUser): EmailAddress | undefined {
  return user.email_addresses.find(({ id }) => id === user.primary_email_address_id);
}

function withOnlyEmail(email: EmailAddress | null) {
  return {
    email_addresses: email === null ? [] : [email],
    primary_email_address_id: email?.id ?? null,
  };
}

export function emailAddress(address: string, now: number): EmailAddress {
  return {
    id: clerkId('idn'),
    object: 'email_address',
    email_address: address,
    reserved: false,
    verification: {
      status: 'verified',
      strategy: 'email_code',
      attempts: 1,
      expire_at: now + 600_000,
    },
    linked_to: [],
    matches_sso_connection: false,
    created_at: now,
    updated_at: now,
  };
}
