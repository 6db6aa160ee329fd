/** Sign-ups: an account is created once its email address is verified. */
import { clerkId, signUp, type ClerkUser } from '../traffic/clerkUser.ts';
import { ClerkError } from './clerkError.ts';
import { checkCode } from './emailAddresses.ts';
import type { Fields } from './requestBody.ts';

interface SignUp {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
}

export class SignUps {
  readonly #begun = new Map<string, SignUp>();

  /** Clerk's `sign_up` object, which waits for the code. */
  begin(fields: Fields): object {
    const email = fields['email_address'] ?? '';
    if (!email.includes('@')) {
      throw new ClerkError(422, 'form_param_format_invalid', 'An email address has an @ in it.');
    }
    const begun: SignUp = {
      id: clerkId('sua'),
      firstName: fields['first_name'] ?? '',
      lastName: fields['last_name'] ?? '',
      email,
    };
    this.#begun.set(begun.id, begun);
    return signUpJson(begun);
  }

  /** Asks for the code. No email is sent. */
  prepare(id: string): object {
    return signUpJson(this.#find(id));
  }

  /** @throws ClerkError if the code is wrong. */
  finish(
    id: string,
    code: unknown,
    now: number,
  ): { user: ClerkUser; json: (sessionId: string) => object } {
    const begun = this.#find(id);
    checkCode(code);
    this.#begun.delete(id);
    const user = signUp(begun, now);
    return { user, json: (sessionId) => signUpJson(begun, { userId: user.id, sessionId }) };
  }

  #find(id: string): SignUp {
    const found = this.#begun.get(id);
    if (!found) throw new ClerkError(404, 'resource_not_found', `There is no sign-up ${id}.`);
    return found;
  }
}

function signUpJson(
  { id, firstName, lastName, email }: SignUp,
  created: { userId: string; sessionId: string } | null = null,
): object {
  return {
    object: 'sign_up',
    id,
    status: created ? 'complete' : 'missing_requirements',
    required_fields: ['email_address'],
    optional_fields: ['first_name', 'last_name'],
    missing_fields: [],
    unverified_fields: created ? [] : ['email_address'],
    verifications: {
      email_address: {
        status: created ? 'verified' : 'unverified',
        strategy: 'email_code',
        attempts: created ? 1 : 0,
        expire_at: Date.now() + 600_000,
        next_action: created ? '' : 'needs_attempt',
        supported_strategies: ['email_code'],
      },
    },
    email_address: email,
    first_name: firstName,
    last_name: lastName,
    username: null,
    has_password: false,
    unsafe_metadata: {},
    created_user_id: created?.userId ?? null,
    created_session_id: created?.sessionId ?? null,
    abandon_at: Date.now() + 86_400_000,
  };
}
