/** Payloads, headers and error texts as a viewer gets them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MASK,
  maskBody,
  maskHeaders,
  maskText,
} from '../../../../webhooks/shared/masking/maskPayload.ts';

function mask(value: unknown): unknown {
  return JSON.parse(maskBody(JSON.stringify(value)));
}

/** Fields of Clerk's payloads that say something about a person, or may. */
const personal: [where: string, data: object][] = [
  ['first name', { first_name: 'Ada' }],
  ['last name', { last_name: 'Lovelace' }],
  ['username', { username: 'ada' }],
  ['picture', { image_url: 'https://img.example.com/ada.png' }],
  ['old picture', { profile_image_url: 'https://img.example.com/ada.png' }],
  ["app's own id", { external_id: 'customer_17' }],
  ['language', { locale: 'en-GB' }],
  ['place', { timezone: 'Europe/London' }],
  ['email address', { email_addresses: [{ email_address: 'ada@example.com' }] }],
  ['phone number', { phone_numbers: [{ phone_number: '+15555550100' }] }],
  ['backup codes', { phone_numbers: [{ backup_codes: ['12345678'] }] }],
  [
    'web3 wallet',
    { web3_wallets: [{ web3_wallet: '0x00000000000000000000000000000000000000ad' }] },
  ],
  ['nonce of a wallet', { web3_wallets: [{ verification: { nonce: 'aGVsbG8' } }] }],
  ['passkey', { passkeys: [{ name: 'Ada’s laptop' }] }],
  [
    'redirect of a verification',
    { verification: { external_verification_redirect_url: 'https://x' } },
  ],
  ['Google’s id', { external_accounts: [{ google_id: '115700000000000000000' }] }],
  ['Facebook’s id', { external_accounts: [{ facebook_id: '115700000000000000000' }] }],
  ['given name', { external_accounts: [{ given_name: 'Ada' }] }],
  ['family name', { external_accounts: [{ family_name: 'Lovelace' }] }],
  ['account picture', { external_accounts: [{ picture: 'https://img.example.com/ada.png' }] }],
  ['account address', { external_accounts: [{ email_address: 'ada@example.com' }] }],
  ['provider’s id', { external_accounts: [{ provider_user_id: '115700000000000000000' }] }],
  ['avatar', { external_accounts: [{ avatar_url: 'https://img.example.com/ada.png' }] }],
  ['account name', { external_accounts: [{ username: 'ada' }] }],
  ['account phone', { external_accounts: [{ phone_number: '+15555550100' }] }],
  ['account label', { external_accounts: [{ label: 'Ada at work' }] }],
  ['granted scopes', { external_accounts: [{ approved_scopes: 'email profile' }] }],
  ['account metadata', { external_accounts: [{ public_metadata: { team: 'engine' } }] }],
  ['enterprise account', { enterprise_accounts: [{ email_address: 'ada@example.com' }] }],
  ['enterprise name', { enterprise_accounts: [{ first_name: 'Ada', last_name: 'Lovelace' }] }],
  ['enterprise id', { enterprise_accounts: [{ provider_user_id: 'ada-7' }] }],
  ['employer', { enterprise_accounts: [{ enterprise_connection: { domain: 'engine.example' } }] }],
  ['SAML account', { saml_accounts: [{ email_address: 'ada@example.com', first_name: 'Ada' }] }],
  ['SAML connection', { saml_accounts: [{ saml_connection: { name: 'Engine Works' } }] }],
  ['public metadata', { public_metadata: { plan: 'gold', seats: 7, admin: true } }],
  ['private metadata', { private_metadata: { crm: { note: 'pays late', id: 'c_1' } } }],
  ['unsafe metadata', { unsafe_metadata: { birthday: '1815-12-10' } }],
  [
    'nested metadata',
    { public_metadata: { id: 'abc_1', created_at: 1, type: 'vip', status: 'x' } },
  ],
  ['metadata under an address', { public_metadata: { 'ada@example.com': 'Ada' } }],
  ['organisation', { object: 'organization', name: 'Lovelace & Co', slug: 'lovelace-co' }],
  ['logo', { object: 'organization', logo_url: 'https://img.example.com/co.png' }],
  ['invitation', { object: 'organization_invitation', email_address: 'ada@example.com' }],
  ['invitation link', { url: 'https://accounts.example.com/ticket=abc' }],
  ['member', { public_user_data: { identifier: 'ada@example.com', first_name: 'Ada' } }],
  ['session device', { latest_activity: { ip_address: '203.0.113.7', city: 'London' } }],
  ['session browser', { latest_activity: { browser_name: 'Chrome', browser_version: '156' } }],
  ['impersonator', { actor: { sub: 'grace@example.com' } }],
  ['recipient of an email', { object: 'email', to_email_address: 'ada@example.com' }],
  [
    'text of an email',
    { object: 'email', subject: 'Hello Ada', body: '<p>123456</p>', body_plain: '123456' },
  ],
  ['one-time code', { object: 'email', data: { otp_code: '123456' } }],
  ['recipient of a text message', { object: 'sms', to_phone_number: '+15555550100' }],
  ['text message', { object: 'sms_message', message: '123456 is your code' }],
  ['waitlist', { object: 'waitlist_entry', email_address: 'ada@example.com' }],
  ['payer', { payer: { email: 'ada@example.com', first_name: 'Ada' }, amount: 4200 }],
  ['card', { payment_source: { last4: '4242', card_type: 'visa' } }],
  ['a field that is new tomorrow', { shoe_size: 38, favourite: { colour: 'green' } }],
  ['a listed field that holds an address', { id: 'ada@example.com', provider: 'Ada L.' }],
  ['a listed number that is a text', { attempts: 'ada', created_at: 'London' }],
];

/** Every string, number and flag in the value, but not keys. */
function leaves(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return value === null ? [] : [value];
  return Object.values(value).flatMap(leaves);
}

describe('a payload for a viewer', () => {
  test('keeps the digits of the numbers that it shows', () => {
    const times = '{"created_at":1610521604143693812,"updated_at":1.0,"timestamp":1e2}';
    expect(maskBody(times)).toBe(times);
  });

  test.each(personal)('hides the %s', (_, data) => {
    const masked = mask({ type: 'user.updated', data }) as { data: { object?: string } };
    const { object: _kind, ...rest } = masked.data;
    expect(leaves(rest)).not.toHaveLength(0);
    expect(new Set(leaves(rest))).toEqual(new Set([MASK]));
  });

  test('hides from where the request came', () => {
    expect(
      mask({ event_attributes: { http_request: { client_ip: '203.0.113.7', user_agent: 'X/1' } } }),
    ).toEqual({ event_attributes: { http_request: { client_ip: MASK, user_agent: MASK } } });
  });

  test('keeps what identifies things, their kinds, states, times and flags', () => {
    const harmless = {
      object: 'event',
      type: 'user.updated',
      timestamp: 1744276393644,
      instance_id: 'ins_2x',
      data: {
        object: 'user',
        id: 'user_2x',
        primary_email_address_id: 'idn_2x',
        email_addresses: [
          {
            id: 'idn_2x',
            object: 'email_address',
            reserved: false,
            linked_to: [{ id: 'idn_3x', type: 'oauth_google' }],
            verification: {
              status: 'verified',
              strategy: 'email_code',
              attempts: 1,
              expire_at: null,
            },
            created_at: 1744276393608,
          },
        ],
        external_accounts: [{ object: 'external_account', id: 'eac_2x', provider: 'oauth_google' }],
        organization_memberships: null,
        role: 'org:admin',
        permissions: ['org:sys_profile:manage'],
        banned: false,
        last_sign_in_at: null,
        verification_attempts_remaining: 100,
        updated_at: 1744276393626,
      },
    };
    expect(mask(harmless)).toEqual(harmless);
  });

  test('keeps the shape: objects, arrays, null and the names of fields', () => {
    expect(
      mask({ data: { first_name: null, email_addresses: [], $x: { 'clé-1': ['a', 'b'] } } }),
    ).toEqual({
      data: { first_name: null, email_addresses: [], $x: { [`${MASK} 1`]: [MASK, MASK] } },
    });
  });

  test('keeps fields apart whose names are hidden', () => {
    expect(mask({ 'a@example.com': 1, 'b@example.com': 2 })).toEqual({
      [`${MASK} 1`]: MASK,
      [`${MASK} 2`]: MASK,
    });
  });

  test('treats __proto__ as a name like any other', () => {
    expect(maskBody('{"__proto__":{"first_name":"Ada"}}')).toBe(
      `{"__proto__":{"first_name":"${MASK}"}}`,
    );
  });

  test.each(['', 'Ada', '{"first_name":"Ada"', '[1,'])(
    'hides %j, which is not JSON, whole',
    (body) => {
      expect(maskBody(body)).toBe(MASK);
    },
  );

  test('hides a body that is nested too deeply to walk, whole', () => {
    expect(maskBody('['.repeat(200_000) + '"Ada"' + ']'.repeat(200_000))).toBe(MASK);
  });

  test('never has an address, wherever it was in the body', () => {
    const address = 'ada.secret@example.com';
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constant(address),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(
          fc.constantFrom('id', 'type', 'object', 'created_at', 'public_metadata', 'x', address),
          tie('tree'),
        ),
      ),
    })).tree;
    fc.assert(
      fc.property(value, (tree) => {
        expect(maskBody(JSON.stringify(tree))).not.toContain(address);
      }),
    );
  });

  test('is not changed by masking it again', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const once = maskBody(body);
        expect(maskBody(once)).toBe(once);
      }),
    );
  });
});

test.each(['public_metadata', 'private_metadata', 'unsafe_metadata'])(
  'shows nothing of %s, not even the keys or their number at any depth',
  (name) => {
    for (const metadata of [{}, { ada: 1 }, { a: { 'Ada L': { b: [1, 2] } }, c: 3 }, [1], 'x', 7]) {
      expect(mask({ data: { [name]: metadata, accounts: [{ [name]: metadata }] } })).toEqual({
        data: { [name]: MASK, accounts: [{ [name]: MASK }] },
      });
    }
    expect(mask({ [name]: null })).toEqual({ [name]: null });
  },
);

test('a viewer gets the names of headers only', () => {
  expect(maskHeaders([{ name: 'svix-id', value: 'msg_1' }])).toEqual([
    { name: 'svix-id', value: MASK },
  ]);
});

test.each([
  ['Ada is not welcome', MASK],
  ['', ''],
  [null, null],
  [undefined, undefined],
])('the text %j is masked as %j', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});
