import { expect, test } from 'vitest';
import { signUp, type Person } from '../../../../local/demo/traffic/clerkUser.ts';
import { Directory, fullName } from '../../../../local/demo/traffic/directory.ts';
import { newcomer } from '../../../../local/demo/traffic/newcomer.ts';
import { inventedPerson } from '../../../../local/demo/traffic/people.ts';

const directoryOf = (people: Person[]) =>
  new Directory(
    people.map((person, n) => signUp(person, n)),
    () => {},
  );

test.each([
  ['has a first name of their own while one is left', 15, 'first_name' as const],
  ['has a full name of their own once all first names are taken', 39, 'full_name' as const],
])('a person who signs up %s', (_fact, size, name) => {
  const everyone = Array.from({ length: 40 }, (_, n) => inventedPerson(n));
  for (const left of [0, 7, size]) {
    const directory = directoryOf(everyone.filter((_, n) => n !== left).slice(0, size));
    const user = signUp(
      newcomer(directory, () => 0.999),
      0,
    );
    const names = [...directory.all, user].map((one) =>
      name === 'full_name' ? fullName(one) : one.first_name,
    );
    expect(new Set(names).size).toBe(size + 1);
  }
});

test('the name of someone who left is not always the next to come back', () => {
  const directory = directoryOf([1, 2, 3, 4].map(inventedPerson));
  const next = [0, 0.5, 0.999].map((drawn) => newcomer(directory, () => drawn).firstName);
  expect(new Set(next).size).toBe(3);
});
