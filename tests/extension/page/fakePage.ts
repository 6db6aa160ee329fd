/** A fake of the page that DevTools inspects. It reports whatever a test makes it report. */
import { clerkUser as anyone, emailAddress } from '../../fixtures/data/clerkEvents.ts';
import type {
  Evaluated,
  InspectedPage,
  PageRequest,
} from '../../../extension/page/watch/inspectedPage.ts';

/** Mira Holm, as Clerk's answers have her. */
export function clerkUser(id: string, updated_at: number, more: object = {}) {
  const email = emailAddress('mira@example.com', 'idn_1');
  return anyone({
    id,
    updated_at,
    first_name: 'Mira',
    last_name: 'Holm',
    primary_email_address_id: email.id,
    email_addresses: [email],
    ...more,
  });
}

/** The client that Clerk puts into each answer, with one signed-in user or with none. */
export function clerkClient(user: object | null) {
  const sessions =
    user === null ? [] : [{ object: 'session', id: 'sess_1', status: 'active', user }];
  return { object: 'client', id: 'client_1', sessions, last_active_session_id: 'sess_1' };
}

export interface FakeCall {
  method?: string;
  /** The path after /v1. */
  path: string;
  /** Milliseconds since 1970. */
  from: number;
  to?: number;
  status?: number;
  body: unknown;
}

/** A request of clerk-js, as DevTools reports it. */
export function clerkRequest({
  method = 'GET',
  path,
  from,
  to = from + 20,
  status = 200,
  body,
}: FakeCall): PageRequest {
  const isGet = method === 'GET';
  const query = `?_clerk_js_version=6.40.0${isGet ? '' : `&_method=${method}`}&__clerk_db_jwt=dvb_secret`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    url: `https://happy.clerk.accounts.dev/v1/${path}${query}`,
    method: isGet ? 'GET' : 'POST',
    status,
    startedAt: from,
    finishedAt: to,
    size: text.length,
    body: async () => text,
  };
}

export class FakePage implements InspectedPage {
  /** What was recorded before the panel was opened. */
  history: PageRequest[] = [];
  timesRecordedAsked = 0;
  evaluated: string[] = [];
  reloads = 0;
  answer: (expression: string) => Evaluated | Promise<Evaluated> = () => ({ kind: 'failed' });

  readonly #onRequest = new Set<(request: PageRequest) => void>();
  readonly #onNavigated = new Set<() => void>();

  onRequest(listener: (request: PageRequest) => void): () => void {
    this.#onRequest.add(listener);
    return () => this.#onRequest.delete(listener);
  }

  onNavigated(listener: () => void): () => void {
    this.#onNavigated.add(listener);
    return () => this.#onNavigated.delete(listener);
  }

  async recorded(): Promise<PageRequest[]> {
    this.timesRecordedAsked += 1;
    return this.history;
  }

  async evaluate(expression: string): Promise<Evaluated> {
    this.evaluated.push(expression);
    return await this.answer(expression);
  }

  reload(): void {
    this.reloads += 1;
  }

  /** Finishes a request. */
  request(request: PageRequest): void {
    for (const listener of this.#onRequest) listener(request);
  }

  call(call: FakeCall): void {
    this.request(clerkRequest(call));
  }

  navigate(): void {
    for (const listener of this.#onNavigated) listener();
  }

  /** True once the page is no longer followed. */
  get isLeft(): boolean {
    return this.#onRequest.size === 0 && this.#onNavigated.size === 0;
  }
}
