/** A user as Clerk's webhooks carry it, and the events about one. Pure: the caller has the clock. */
import { randomBytes } from 'node:crypto';

type EmailAddress = {
  id: string;
  object: 'email_address';
  email_address: string;
  reserved: boolean;
  verification: { status: string; strategy: string; attempts: number; expire_at: number };
  linked_to: { id: string; type: string }[];
  matches_sso_connection: boolean;
  created_at: number;
  updated_at: number;
};

/** Clerk's `UserJSON`: only what the demo itself changes is named, the rest goes along. */
export type ClerkUser = {
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
};

export type ClerkEvent = {
  object: 'event';
  type: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  instance_id: string;
  data: Record<string, unknown>;
  event_attributes: { http_request: { client_ip: string; user_agent: string } };
};

export type Person = { firstName: string; lastName: string; email: string };
export type Profile = { first_name: string; last_name: string; username: string; email: string };

/** A new user with one verified e-mail address, as Clerk makes it at sign-up. */
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

/** What the profile form shows. */
export function profileOf(user: ClerkUser): Profile {
  return {
    first_name: user.first_name ?? '',
    last_name: user.last_name ?? '',
    username: user.username ?? '',
    email: primaryEmail(user)?.email_address ?? '',
  };
}

/** The user after the form was saved. A new address becomes the only and primary one; an empty one leaves none. */
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

/** What Clerk sends of a deleted user: hardly more than the id. */
export function deletedUser(user: ClerkUser): Record<string, unknown> {
  return { id: user.id, object: 'user', deleted: true, external_id: user.external_id };
}

/** A prefixed random id in the form of Clerk's and Svix's, such as `user_2…` or `msg_2…`. */
export function clerkId(prefix: string): string {
  const letters = [...randomBytes(40).toString('base64')].filter((c) => /[a-z\d]/i.test(c));
  return `${prefix}_2${letters.slice(0, 26).join('')}`;
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

function emailAddress(address: string, now: number): EmailAddress {
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
