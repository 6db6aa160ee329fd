import type { Person } from './clerkUser.ts';
import { fullName, type Directory } from './directory.ts';
import { inventedPerson } from './people.ts';

/** As many different people as can be invented. */
const CANDIDATES = Array.from({ length: 40 }, (_, n) => inventedPerson(n));

/**
 * An invented person whose first name, or at least whose full name, nobody has. It is drawn, so that
 * the name of someone who left seldom comes back at once.
 * @param random In [0, 1), as Math.random.
 */
export function newcomer({ all }: Directory, random: () => number): Person {
  const firstNames = new Set(all.map(({ first_name }) => first_name));
  const fullNames = new Set(all.map(fullName));
  const fresh = CANDIDATES.filter(({ firstName }) => !firstNames.has(firstName));
  const unused = CANDIDATES.filter(
    ({ firstName, lastName }) => !fullNames.has(`${firstName} ${lastName}`),
  );
  const people = [fresh, unused, CANDIDATES].find(({ length }) => length > 0)!;
  return people[Math.floor(random() * people.length)]!;
}
