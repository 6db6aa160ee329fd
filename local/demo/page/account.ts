/** Everything that a person can do with an account, through Clerk's SDK. */
import type { Clerk } from '@clerk/clerk-js';
import { ask, byId, element, say } from './dom.ts';
import { showWaiting } from './webhooks.ts';

/** The stand-in sends no email and accepts this code, as Clerk does in its test mode. */
const CODE = '424242';

type User = NonNullable<Clerk['user']>;

export function changeAccountBy(clerk: Clerk): void {
  let drawn: string | null = null;
  clerk.addListener(({ user }) => {
    const state = user ? `${user.id} ${user.updatedAt?.getTime()}` : 'nobody';
    // The SDK also reports new tokens, which must not overwrite what the user is typing.
    if (state === drawn) return;
    drawn = state;
    void (user ? drawAccount(user) : listPeople());
  });

  onSubmit('profile', async (fields) => {
    await clerk.user!.update(fields);
    return 'Saved at Clerk, which now sends user.updated.';
  });

  onSubmit('email', async ({ email = '' }, button) => {
    const { user } = clerk;
    const added = await user!.createEmailAddress({ email });
    await added.prepareVerification({ strategy: 'email_code' });
    await added.attemptVerification({ code: CODE });
    if (button === 'add') return `Added ${email}.`;
    const previous = user!.primaryEmailAddress;
    await user!.update({ primaryEmailAddressId: added.id });
    await previous?.destroy();
    return `Changed your email to ${email}.`;
  });

  onSubmit('sign-in', async ({ identifier = '' }) => {
    const { createdSessionId } = await clerk.client!.signIn.create({ identifier });
    await clerk.setActive({ session: createdSessionId });
    return `Signed in as ${clerk.user!.fullName}.`;
  });

  onSubmit('sign-up', async (fields) => {
    const begun = await clerk.client!.signUp.create(fields);
    await begun.prepareEmailAddressVerification({ strategy: 'email_code' });
    const { createdSessionId } = await begun.attemptEmailAddressVerification({ code: CODE });
    await clerk.setActive({ session: createdSessionId });
    return `Signed up as ${clerk.user!.fullName}.`;
  });

  byId('sign-out').addEventListener('click', () =>
    // With a callback, the SDK stays on this page.
    attempt(() => clerk.signOut(() => {}).then(() => 'Signed out.')),
  );
  byId('delete').addEventListener('click', () =>
    attempt(() => clerk.user!.delete().then(() => 'Deleted your account.')),
  );
}

function drawAccount(user: User): void {
  const profile = byId<HTMLFormElement>('profile');
  for (const name of ['firstName', 'lastName', 'username'] as const) {
    (profile.elements.namedItem(name) as HTMLInputElement).value = user[name] ?? '';
  }
  byId('emails').replaceChildren(
    ...user.emailAddresses.map(({ id, emailAddress }) => {
      const isPrimary = id === user.primaryEmailAddressId;
      return element('li', isPrimary ? `${emailAddress} (primary)` : emailAddress);
    }),
  );
}

async function listPeople(): Promise<void> {
  const people = await ask<{ name: string; email: string }[]>('/demo/people');
  const select = byId<HTMLFormElement>('sign-in').elements.namedItem('identifier')!;
  (select as unknown as HTMLSelectElement).replaceChildren(
    ...people
      .filter(({ email }) => email !== '')
      .map(({ name, email }) => new Option(`${name} (${email})`, email)),
  );
}

/** Runs the action with the form's fields and the name of the button; it returns what it did. */
function onSubmit(
  form: string,
  act: (fields: Record<string, string>, button: string) => Promise<string>,
): void {
  byId<HTMLFormElement>(form).addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement));
    const { name } = event.submitter as HTMLButtonElement;
    void attempt(() => act(fields as Record<string, string>, name));
  });
}

async function attempt(act: () => Promise<string>): Promise<void> {
  say('Asking Clerk …');
  try {
    say(await act());
  } catch (error) {
    say(`Not done. ${(error as Error).message}`);
  }
  await showWaiting();
}
