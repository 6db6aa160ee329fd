import { MAX_BODY_BYTES } from '../../convex/shared/bodySize.ts';
import {
  isRecord,
  parseClerkEvent,
  textOf,
  timeOf,
  type ClerkEvent,
} from '../../convex/shared/clerkEvent.ts';
import { rangeAt, readJson, type Path, type Range } from './jsonText.ts';

/** An error keeps the body from being sent; a warning says what it would do that may surprise. */
export interface BodyMistake extends Range {
  severity: 'error' | 'warning';
  message: string;
}

interface Finding {
  path: Path;
  severity: BodyMistake['severity'];
  message: string;
}

/** Clocks may differ a little; an `updated_at` further ahead would lock genuine events out. */
const AHEAD_AT_MOST_MS = 5 * 60_000;
const MISTAKES_TOLD = 20;

/**
 * What is wrong with an edited body, each at its place in the text, in the order of the text.
 *
 * @param original the body as it was received
 * @param now milliseconds since 1970
 */
export function bodyMistakes(text: string, original: string, now: number): BodyMistake[] {
  if (isTooLarge(text)) {
    const message = 'This is over 512 KiB, indentation included: more than is ever received.';
    return [{ from: 0, to: 0, severity: 'error', message }];
  }
  const read = readJson(text);
  if (!('value' in read)) return [{ ...read.range, severity: 'error', message: read.message }];
  return findings(text, original, now)
    .slice(0, MISTAKES_TOLD)
    .map(({ path, severity, message }) => ({ ...rangeAt(text, path), severity, message }))
    .sort((a, b) => a.from - b.from);
}

/** Whether a deployment would refuse this body for its size. */
export function isTooLarge(text: string): boolean {
  return new TextEncoder().encode(text).length > MAX_BODY_BYTES;
}

function findings(text: string, original: string, now: number): Finding[] {
  const parsed = parseClerkEvent(text);
  if (parsed.kind !== 'event') {
    const [, field] = /`(\w+)`/.exec(parsed.reason) ?? [];
    const what = parsed.reason.replace('The body is signed JSON but no', 'This is no');
    return [error(field === undefined ? [] : [field], what)];
  }
  const { type, data } = parsed.event;
  const before = parseClerkEvent(original);
  if (before.kind === 'event' && kindOf(before.event.type) !== kindOf(type)) {
    const kind = kindOf(before.event.type);
    return [error(['type'], `The original is a ${kind} event; an edited one must be too.`)];
  }
  if (before.kind === 'event' && before.event.data.object !== data.object) {
    const was = JSON.stringify(before.event.data.object ?? 'missing');
    return [error(['data', 'object'], `In the original this is ${was}; it must stay so.`)];
  }
  return [
    ...timeFindings(parsed.event, now),
    ...(kindOf(type) === 'user' ? userFindings(type, data) : []),
    ...(before.kind === 'event' ? identityFindings(data, before.event.data) : []),
  ];
}

function timeFindings({ data, occurred_at }: ClerkEvent, now: number): Finding[] {
  const ahead = (time: number) => time > now + AHEAD_AT_MOST_MS;
  const why = 'lies more than 5 minutes ahead: no genuine event could win against it.';
  const found = ['created_at', 'updated_at']
    .filter((field) => Object.hasOwn(data, field) && timeOf(data[field]) === undefined)
    .map((field) => {
      return warning(['data', field], `${field} is no time in milliseconds: it will be left out.`);
    });
  if (ahead(timeOf(data.updated_at) ?? 0)) {
    found.push(error(['data', 'updated_at'], `updated_at ${why}`));
  }
  if (ahead(occurred_at)) found.push(error(['timestamp'], `timestamp ${why}`));
  return found;
}

const USER_TEXTS = [
  'first_name',
  'last_name',
  'username',
  'image_url',
  'external_id',
  'primary_email_address_id',
];

/** What `mappedFieldsOf` would pass over in silence. */
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
    return [warning(['data', 'email_addresses'], 'This is no list: the e-mail will be left out.')];
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
  const missing = 'None of email_addresses has this id: the e-mail will be left out.';
  return [...wrong, warning(['data', 'primary_email_address_id'], missing)];
}

function identityFindings(
  data: Record<string, unknown>,
  before: Record<string, unknown>,
): Finding[] {
  if (textOf(before.id) === undefined || data.id === before.id) return [];
  return [
    warning(['data', 'id'], `This is another user: the original is about ${textOf(before.id)}.`),
  ];
}

/** What an event type is about: `user` of `user.updated`. */
function kindOf(type: string): string {
  return type.replace(/\..*$/s, '');
}

function error(path: Path, message: string): Finding {
  return { path, severity: 'error', message };
}

function warning(path: Path, message: string): Finding {
  return { path, severity: 'warning', message };
}
