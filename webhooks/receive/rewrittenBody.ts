/** How a proxy between sender and endpoint may rewrite a body, and so break its signature. */

const UP_TO_BYTES = 64 * 1024;
const MAX_DEPTH = 64;

/** The body as it may have been signed, and what was done to it since. */
interface Candidate {
  body: string;
  signedAs: string;
  since: string;
}

/**
 * Says how a signed body was rewritten; undefined when none of the usual ways explains it. It calls
 * `isSigned` some 50 times: ask at most once a second.
 */
export function diagnoseRewrittenBody(
  body: string,
  isSigned: (body: string) => boolean,
): string | undefined {
  if (new TextEncoder().encode(body).length >= UP_TO_BYTES) return undefined;
  const tried = new Set([body]);
  for (const { body: candidate, signedAs, since } of candidates(body)) {
    if (tried.has(candidate)) continue;
    tried.add(candidate);
    if (isSigned(candidate)) {
      return `The body would verify if re-serialised ${signedAs}: something between Svix and here ${since}.`;
    }
  }
  return undefined;
}

function* candidates(body: string): Generator<Candidate> {
  if (body.startsWith('\ufeff')) {
    yield {
      body: body.slice(1),
      signedAs: 'without its byte order mark (BOM)',
      since: 'added the mark',
    };
  }
  yield {
    body: body.replaceAll('\r\n', '\n'),
    signedAs: 'with LF in place of CRLF',
    since: 'changed its line ends',
  };
  yield {
    body: body.trimEnd(),
    signedAs: 'without the newline at its end',
    since: 'added the newline',
  };
  yield { body: `${body}\n`, signedAs: 'with a newline at its end', since: 'removed the newline' };
  yield* otherJson(body);
}

/**
 * The same JSON in other layouts and with other escapes. Numbers and keys stay as they were
 * received.
 */
function* otherJson(body: string): Generator<Candidate> {
  const received = tokensOf(body);
  if (received === null) return;
  const since = 'parsed it and wrote it again';
  for (const [escapes, escape] of ESCAPES) {
    const tokens = received.map((token) => (token.startsWith('"') ? escape(token) : token));
    for (const [layout, layOut] of LAYOUTS) {
      const written = layOut(tokens);
      const signedAs = escapes === '' ? layout : `${layout}, ${escapes}`;
      yield { body: written, signedAs, since };
      yield { body: `${written}\n`, signedAs: `${signedAs}, with a newline at its end`, since };
    }
  }
}

/**
 * Null when the body is not JSON, or is nested so deeply that its indentation would outgrow memory.
 */
function tokensOf(body: string): string[] | null {
  const text = body.replace(/^\ufeff/, '');
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  for (const token of tokens) {
    if (OPENING.has(token)) depth++;
    if (CLOSING.has(token)) depth--;
    if (depth > MAX_DEPTH) return null;
  }
  return tokens;
}

const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

const LAYOUTS: [name: string, (tokens: string[]) => string][] = [
  ['as compact JSON', (tokens) => tokens.join('')],
  ['as pretty JSON, indented by 2 spaces', (tokens) => pretty(tokens, '  ')],
  ['as pretty JSON, indented by 4 spaces', (tokens) => pretty(tokens, '    ')],
  ['as pretty JSON, indented by tabs', (tokens) => pretty(tokens, '\t')],
  ['as JSON with a space after each comma and colon', spaced],
];

function spaced(tokens: string[]): string {
  return tokens.map((token) => (token === ',' || token === ':' ? `${token} ` : token)).join('');
}

/** As JSON.stringify indents: empty objects and arrays stay on one line. */
function pretty(tokens: string[], indent: string): string {
  let depth = 0;
  let text = '';
  for (const [at, token] of tokens.entries()) {
    if (CLOSING.has(token) && !OPENING.has(tokens[at - 1]!)) {
      depth--;
      text += `\n${indent.repeat(depth)}`;
    }
    text += token === ':' ? ': ' : token;
    const opens = OPENING.has(token) && !CLOSING.has(tokens[at + 1]!);
    if (opens) depth++;
    if (opens || token === ',') text += `\n${indent.repeat(depth)}`;
  }
  return text;
}

/**
 * Go, which Clerk's servers are written in, escapes for HTML; JavaScript escapes as little as JSON
 * allows.
 */
const ESCAPES: [name: string, (text: string) => string][] = [
  ['', (text) => text],
  ['with no more escapes than JavaScript writes', unescaped],
  [
    String.raw`with & < > escaped as \u0026 \u003c \u003e`,
    (text) => unescaped(text).replace(/[&<>\u2028\u2029]/g, escapeOf),
  ],
  ['with all but ASCII escaped', (text) => unescaped(text).replace(/[\u0080-\uffff]/g, escapeOf)],
  ['with slashes escaped', (text) => unescaped(text).replaceAll('/', String.raw`\/`)],
];

function unescaped(text: string): string {
  return JSON.stringify(JSON.parse(text));
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
