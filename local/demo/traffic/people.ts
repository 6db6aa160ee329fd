import type { Person } from './clerkUser.ts';

const FIRST = 'Ada Bela Cosmo Dara Emil Fenna Goran Hedda Ivo Jora Kasim Lien Milo Nuru Odile Pax';
const LAST = 'Amberly Brook Corvane Dunmore Eskilda Fairwen Grindal Harrow Inglewood Junip Kestrel';

const firstNames = FIRST.split(' ');
export const lastNames = LAST.split(' ');

/** The person who is signed in on the demo page. */
export const signedInPerson: Person = person('Mira', 'Holm');

/** The n-th invented person. The first sixteen have different first names. */
export function inventedPerson(n: number): Person {
  const round = Math.floor(n / firstNames.length);
  const firstName = firstNames[n % firstNames.length]!;
  const lastName = lastNames[(n + round) % lastNames.length]!;
  return person(firstName, lastName, round);
}

export function addressOf(firstName: string, lastName: string, round = 0): string {
  return `${firstName}.${lastName}${round || ''}@example.com`.toLowerCase();
}

function person(firstName: string, lastName: string, round = 0): Person {
  return { firstName, lastName, email: addressOf(firstName, lastName, round) };
}
