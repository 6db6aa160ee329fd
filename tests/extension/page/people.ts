/** People who are signed in to the inspected page, and what the panel shows of them. */
import { expect } from 'vitest';
import { page } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/browser/backendCommands.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { clerkClient, clerkRequest, clerkUser, FakePage } from './fakePage.ts';

export const bar = page.getByRole('region', { name: 'Inspected page' });
export const step = page.getByRole('status', { name: 'Page and row' });

/** The people of one deployment. */
export function peopleOf(backend: StartedBackend) {
  let people = 0;

  /** A user who is signed in to the page and has a row in the deployment. */
  class Person {
    readonly id = `user_2mira${(people += 1)}`;
    readonly inspected = new FakePage();
    version = Date.now() - 1_000;
    #fields: Record<string, unknown> = {};

    constructor() {
      const body = { response: clerkClient(this.user) };
      this.inspected.history = [clerkRequest({ path: 'client', from: this.version, body })];
    }

    get user() {
      return clerkUser(this.id, this.version, this.#fields);
    }

    /** The page's call that changes the user at Clerk, without any webhook. */
    async save(fields: Record<string, unknown> = {}): Promise<void> {
      this.#fields = { ...this.#fields, ...fields };
      this.version = Date.now();
      const from = this.version;
      const body = { response: this.user, client: clerkClient(this.user) };
      this.inspected.call({ method: 'PATCH', path: 'me', from, body });
      // The next version must be of a later millisecond.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }

    async arrives(): Promise<void> {
      await deliver(backend, userCreated(this.user));
    }

    async webhook(): Promise<void> {
      await deliver(backend, userUpdated(this.user));
    }

    async open(): Promise<void> {
      await openPanel([deploymentOf(backend)], null, this.inspected);
      await expect.element(bar).toMatchTextContent(/Mira/);
    }
  }

  /** A person in step with their row, and the panel open on both. */
  async function inStep(): Promise<Person> {
    const person = new Person();
    await person.arrives();
    await person.open();
    await expect.element(step).toMatchTextContent(/in step/);
    return person;
  }

  return { Person, inStep };
}
