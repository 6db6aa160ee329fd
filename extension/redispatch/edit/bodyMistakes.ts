import { isRecord, parseClerkEvent, textOf, timeOf } from '../../../webhooks/shared/clerkEvent.ts';
import { isTooLarge, readEdit, type EditMistake } from '../../../webhooks/shared/editedBody.ts';
import { rangeAt, readJson, type Path, type Range } from './jsonText.ts';

/** An error prevents sending; a warning names a surprising effect. */
export interface BodyMistake extends Range {
  severity: 'error' | 'warning';
  /** `needs_force`: the body is sent only with force. */
  code?: EditMistake['code'];
  message: string;
}

interface Finding {
  path: Path;
  severity: BodyMistake['severity'];
  code?: BodyMistake['code'];
  message: string;
}

const MISTAKES_TOLD = 20;

/**
 * The mistakes in an edited body, each at its place in the text, in the order of the text.
 *
 * @param original the body as it was received
 * @param now milliseconds since 1970
 */
export function bodyMistakes(text: string, original: string, now: number): BodyMistake[] {
  if (isTooLarge(text)) {
    const message = 'This is over 512 KiB with its indentation. Shorten it.';
    return [{ from: 0, to: 0, severity: 'error', message }];
  }
  const read = readJson(text);
  if (!('value' in read)) return [{ ...read.range, severity: 'error', message: read.message }];
  return findings(text, original, now)
    .slice(0, MISTAKES_TOLD)
    .map(({ path, ...mistake }) => ({ ...rangeAt(text, path), ...mistake }))
    .sort((a, b) => a.from - b.from);
}

function findings(text: string, original: string, now: number): Finding[] {
  const recorded = parseClerkEvent(original);
  if (recorded.kind !== 'event') return [];
  const { event, mistakes } = readEdit(text, recorded.event, now);
  const found = mistakes.map((mistake): Finding => {
    return { ...mistake, severity: mistake.code === 'needs_force' ? 'warning' : 'error' };
  });
  if (event === undefined || found.some(({ code }) => code === 'other_kind')) return found;
  const { type, data } = event;
  return [
    ...found,
    ...timeFindings(data),
    ...(type.startsWith('user.') ? userFindings(type, data) : []),
  ];
}

function timeFindings(data: Record<string, unknown>): Finding[] {
  return ['created_at', 'updated_at']
    .filter((field) => Object.hasOwn(data, field) && timeOf(data[field]) === undefined)
    .map((field) => {
      return warning(
        ['data', field],
        `${field} is not a time in milliseconds: it will be left out.`,
      );
    });
}

const USER_TEXTS = [
  'first_name',
  'last_name',
  'username',
  'image_url',
  'external_id',
  'primary_email_address_id',
];

/** Problems in the fields of a user that the users table would leave out without a message. */
function userFindings(type: string, data: Record<string, unknown>): Finding[] {
  if (textOf(data.id) === undefined) {
    return [warning(['data', 'id'], 'Without a user id the event is ignored.')];
  }
  if (type === 'user.deleted') return [];
  const texts = USER_TEXTS.filter((field) => {
    return data[field] !== undefined && data[field] !== null && typeof data[field] !== 'string';
  });
  return [
    ...texts.map((field) => {
      return warning(['data', field], `${field} is neither text nor null: it will be left out.`);
    }),
    ...emailFindings(data),
  ];
}

function emailFindings(data: Record<string, unknown>): Finding[] {
  const addresses = data.email_addresses;
  if (addresses !== undefined && !Array.isArray(addresses)) {
    return [
      warning(['data', 'email_addresses'], 'This is not a list: the email will be left out.'),
    ];
  }
  const list: unknown[] = addresses ?? [];
  const wrong = list.flatMap((address, index) =>
    isRecord(address) && textOf(address.email_address) !== undefined
      ? []
      : [warning(['data', 'email_addresses', index], 'This address has no text email_address.')],
  );
  const primary = textOf(data.primary_email_address_id);
  if (primary === undefined || list.some((one) => isRecord(one) && one.id === primary))
    return wrong;
  const missing = 'None of email_addresses has this id: the email will be left out.';
  return [...wrong, warning(['data', 'primary_email_address_id'], missing)];
}

function warning(path: Path, message: string): Finding {
  return { path, severity: 'warning', message };
}
