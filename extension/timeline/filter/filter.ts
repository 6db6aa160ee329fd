/** The fields that a filter can name, each with its possible values. */
export const filterFields = {
  type: 'event type, or its beginning: user.*',
  outcome: 'applied, failed, rejected, …',
  is: 'the state of a failure: open, mended or superseded',
  user: 'Clerk user id, or part of the name',
  table: 'a table in which a row changed',
  changed: 'a field that changed: email, or users.email',
  source: 'clerk, redispatch or reconcile',
  batch: 're-dispatched by the batch with this id',
  id: 'delivery id (svix-id)',
  after: '10m, 2h, today, deploy, 14:05 or a date and time',
  before: '10m, 2h, today, deploy, 14:05 or a date and time',
} as const;
export type FilterField = keyof typeof filterFields;

/** Other names of fields. */
export const aliases: Record<string, FilterField> = { since: 'after' };

/** One condition. Without a field it is text that must occur somewhere in the row. */
export interface FilterTerm {
  field: FilterField | null;
  value: string;
  negated: boolean;
  /** Of a text such as `colour:red`: the word that is written like a key and is none. */
  unknownKey?: string;
}

/**
 * Reads a filter such as `type:user.updated -outcome:duplicate after:10m "Ada L"`. Every text is a
 * valid filter: a word without a known field is searched for literally, and a field without a value
 * matches everything. Quotes keep words together; a backslash makes the next character literal.
 */
export function parseFilter(text: string): FilterTerm[] {
  return splitTokens(text)
    .map(parseToken)
    .filter(({ value }) => value !== '');
}

/** Writes terms so that `parseFilter` reads the same terms again. */
export function formatFilter(terms: readonly FilterTerm[]): string {
  return terms.map(formatTerm).join(' ');
}

export function formatTerm({ field, value, negated, unknownKey }: FilterTerm): string {
  const key = field ?? unknownKey;
  const text = field === null ? value.slice((unknownKey?.length ?? -1) + 1) : value;
  return `${negated ? '-' : ''}${key === undefined ? quoteText(text) : `${key}:${quote(text)}`}`;
}

/**
 * The word before the first colon of a text if it is written like a key and is none; otherwise
 * undefined, as for a time, an address, or `Error:`.
 */
export function unknownKeyOf(text: string): string | undefined {
  const key = /^([a-z_]+):(?!\/\/)./s.exec(text)?.[1];
  return key === undefined || isKey(key) || ADDRESSES.includes(key) ? undefined : key;
}

/** Words before a colon that begin an address. */
const ADDRESSES = ['localhost', 'mailto'];

function isKey(name: string): boolean {
  return Object.hasOwn(filterFields, name) || Object.hasOwn(aliases, name);
}

interface Character {
  char: string;
  /** Was in quotes or after a backslash, so it is never syntax. */
  literal: boolean;
}

function splitTokens(text: string): Character[][] {
  const tokens: Character[][] = [];
  let token: Character[] | null = null;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\' && i + 1 < text.length) {
      (token ??= []).push({ char: text[++i]!, literal: true });
    } else if (char === '"') {
      quoted = !quoted;
      token ??= [];
    } else if (!quoted && /\s/.test(char)) {
      if (token) tokens.push(token);
      token = null;
    } else {
      (token ??= []).push({ char, literal: quoted });
    }
  }
  if (token) tokens.push(token);
  return tokens;
}

function parseToken(token: Character[]): FilterTerm {
  const [first] = token;
  const negated = token.length > 1 && first!.char === '-' && !first!.literal;
  const rest = negated ? token.slice(1) : token;
  const colon = rest.findIndex(({ char, literal }) => char === ':' && !literal);
  const written = textOf(rest.slice(0, Math.max(colon, 0))).toLowerCase();
  const name = Object.hasOwn(aliases, written) ? aliases[written]! : written;
  if (Object.hasOwn(filterFields, name)) {
    return { field: name as FilterField, value: textOf(rest.slice(colon + 1)), negated };
  }
  const value = textOf(rest);
  const unknownKey = unknownKeyOf(value);
  // A colon in quotes is text.
  const isWritten = unknownKey !== undefined && colon === unknownKey.length;
  return { field: null, value, negated, ...(isWritten && { unknownKey }) };
}

function textOf(characters: Character[]): string {
  return characters.map(({ char }) => char).join('');
}

export function quote(value: string): string {
  const escaped = value.replace(/["\\]/g, '\\$&');
  return /\s/.test(value) ? `"${escaped}"` : escaped;
}

function quoteText(value: string): string {
  const looksLikeSyntax = value.startsWith('-') || value.includes(':');
  return looksLikeSyntax && !/\s/.test(value) ? `"${quote(value)}"` : quote(value);
}
