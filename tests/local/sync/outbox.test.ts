import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { Outbox } from '../../../local/sync/outbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A socket that buffers what it is given until `flush`. */
class SlowSocket {
  sent: string[] = [];
  bufferedAmount = 0;
  readonly #callbacks: (() => void)[] = [];

  send(text: string, onSent: () => void): void {
    this.sent.push(text);
    this.bufferedAmount += text.length;
    this.#callbacks.push(onSent);
  }

  flush(): void {
    this.bufferedAmount = 0;
    for (const onSent of this.#callbacks.splice(0)) onSent();
  }
}

function setup() {
  const socket = new SlowSocket();
  const drained = vi.fn<() => void>();
  const overflowed = vi.fn<() => void>();
  const outbox = new Outbox(socket as unknown as WebSocket, {
    onDrain: drained,
    onOverflow: overflowed,
  });
  return { socket, drained, overflowed, outbox };
}

test('a ping is sent after every 15 s of silence', () => {
  const { socket, outbox } = setup();
  vi.advanceTimersByTime(14_000);
  outbox.send({ type: 'Other' });
  vi.advanceTimersByTime(14_000);
  expect(socket.sent).toEqual(['{"type":"Other"}']);
  vi.advanceTimersByTime(16_000);
  expect(socket.sent.slice(1)).toEqual(['{"type":"Ping"}', '{"type":"Ping"}']);
});

test('no ping is sent after the outbox has been closed', () => {
  const { socket, outbox } = setup();
  outbox.close();
  vi.advanceTimersByTime(60_000);
  expect(socket.sent).toEqual([]);
});

test('a client that does not read congests its socket, and the outbox says when it drains', () => {
  const { socket, outbox, drained } = setup();
  outbox.sendTransition(['x'.repeat(4_000_000)]);
  expect(outbox.congested).toBe(false);
  for (let time = 0; time < 4; time += 1) outbox.sendTransition(['x'.repeat(4_000_000)]);
  expect(outbox.congested).toBe(true);
  expect(drained).not.toHaveBeenCalled();
  socket.flush();
  expect(drained).toHaveBeenCalledOnce();
  expect(outbox.congested).toBe(false);
});

test('the chunks of a transition make up the whole, in order, under one id', () => {
  const { socket, outbox } = setup();
  const transition = '😀'.repeat(6_000_000);
  outbox.sendTransition([transition]);
  const chunks = socket.sent.map((text) => JSON.parse(text));
  expect(chunks.map(({ partNumber, totalParts }) => [partNumber, totalParts])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ]);
  expect(new Set(chunks.map(({ transitionId }) => transitionId)).size).toBe(1);
  expect(chunks.map(({ chunk }) => chunk).join('') === transition).toBe(true);
});

test('a backlog above 128 MiB is reported once, and nothing more is sent', () => {
  const { socket, overflowed, outbox } = setup();
  const message = { type: 'ActionResponse', result: 'x'.repeat(20 * 2 ** 20) };
  for (let time = 0; time < 10; time += 1) outbox.send(message);
  expect(socket.sent).toHaveLength(6);
  expect(overflowed).toHaveBeenCalledOnce();
});

test('a transition that is too large for one string is reported and not built', () => {
  const { socket, overflowed, outbox } = setup();
  const part = 'x'.repeat(2 ** 24);
  outbox.sendTransition(Array.from({ length: 40 }, () => part));
  expect(socket.sent).toEqual([]);
  expect(overflowed).toHaveBeenCalledOnce();
});
