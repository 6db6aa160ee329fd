import { beforeEach, describe, expect, test } from 'vitest';
import { profileOf, signUp, type ClerkUser } from '../../../../local/demo/traffic/clerkUser.ts';
import { Directory } from '../../../../local/demo/traffic/directory.ts';
import { makeEvent } from '../../../../local/demo/traffic/manualEvent.ts';

const NOW = 1_700_000_000_000;
const mira = signUp({ firstName: 'Mira', lastName: 'Holm', email: 'mira@example.com' }, NOW - 2);
const ivo = signUp({ firstName: 'Ivo', lastName: 'Junip', email: 'ivo@example.com' }, NOW - 1);
let directory: Directory;

beforeEach(() => {
  directory = new Directory([mira, ivo], () => {});
});

describe('user.updated', () => {
  test('is about the signed-in user when nobody is named', () => {
    const { event, who } = make('user.updated', undefined, { first_name: 'Nova' });
    expect(who).toBe('Nova Holm');
    expect(event.data).toMatchObject({ id: mira.id, first_name: 'Nova', updated_at: NOW });
    expect(directory.signedIn?.first_name).toBe('Nova');
  });

  test.each(['ivo', 'JUNIP', 'Ivo Junip', ivo.id])('finds a user by %s', (name) => {
    expect(make('user.updated', name).event.data['id']).toBe(ivo.id);
  });

  test('sets the primary address by `email`, and any other field by its path', () => {
    const { event } = make('user.updated', 'Ivo', {
      email: 'ivo@new.example.com',
      'public_metadata.plan.seats': 5,
    });
    expect(profileOf(event.data as ClerkUser).email).toBe('ivo@new.example.com');
    expect(event.data['public_metadata']).toEqual({ plan: { seats: 5 } });
  });

  test('refuses a field that Clerk does not have, and names those that it has', () => {
    expect(() => make('user.updated', 'Ivo', { frist_name: 'Ivo' })).toThrow(
      /no field frist_name.*public_metadata\.plan.*first_name/,
    );
  });

  test('with an empty `email` has no address', () => {
    const { data } = make('user.updated', 'Ivo', { email: '' }).event;
    expect(data).toMatchObject({ email_addresses: [], primary_email_address_id: null });
  });

  test('has a later updated_at even within one millisecond', () => {
    const first = make('user.updated', 'Ivo').event;
    const second = make('user.updated', 'Ivo').event;
    expect(second.data['updated_at']).toBeGreaterThan(Number(first.data['updated_at']));
  });

  test('a path through `__proto__` reaches nothing outside the event', () => {
    make('user.updated', 'Ivo', { 'public_metadata.__proto__.polluted': true });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

test('user.created signs up the named person', () => {
  const { event, who } = make('user.created', 'Nuru Brook');
  expect(who).toBe('Nuru Brook');
  expect(profileOf(event.data as ClerkUser).email).toBe('nuru.brook@example.com');
  expect(directory.find('Nuru')).toEqual(event.data);
});

test('user.deleted has little more than the id, and deletes the user', () => {
  const { event } = make('user.deleted', 'Ivo');
  expect(event.data).toEqual({ id: ivo.id, object: 'user', deleted: true, external_id: null });
  expect(directory.find('Ivo')).toBeUndefined();
});

test('an event of any other type is about an object of its kind and names the user', () => {
  expect(make('session.created', 'Ivo').event).toMatchObject({
    type: 'session.created',
    data: { object: 'session', user_id: ivo.id, id: expect.stringMatching(/^session_/) },
  });
});

test('the error about an unknown user lists known ones', () => {
  expect(() => make('user.updated', 'Nobody')).toThrow(
    'There is no user Nobody. There are, among others: Mira Holm, Ivo Junip.',
  );
});

test('a path through a value that is not an object is refused', () => {
  expect(() => make('user.updated', 'Ivo', { 'first_name.short': 'I' })).toThrow(
    'first_name.short cannot be set: first_name is "Ivo".',
  );
});

function make(type: string, user?: string, set: Record<string, unknown> = {}) {
  return makeEvent({ type, set, ...(user === undefined ? {} : { user }) }, directory, NOW);
}
