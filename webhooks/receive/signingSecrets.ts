/** The secrets of an environment variable. Several are separated by spaces, as during a rotation. */
export interface SigningSecrets {
  usable: string[];
  /** Why the other secrets never verify anything, each reason once. Holds no part of a secret. */
  problems: string[];
}

const PREFIX = 'whsec_';
/** Svix's own secrets have 24 bytes or more; anybody could guess what decodes from "changeme". */
const LEAST_BYTES = 24;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const PLACEHOLDER = /change_?me|place_?holder|replace_?me|your_?(?:signing|webhook|secret)/i;

/** Reads the value of the variable, whatever it holds. Never throws. */
export function readSigningSecrets(value = ''): SigningSecrets {
  const usable: string[] = [];
  const problems = new Set<string>();
  for (const secret of value.split(/\s+/).filter(Boolean)) {
    const problem = problemOf(secret);
    if (problem === undefined) usable.push(secret);
    else problems.add(problem);
  }
  return { usable, problems: [...problems] };
}

function problemOf(secret: string): string | undefined {
  // A base64 secret may itself end in one or two "=".
  if (/^[A-Za-z_]\w*=[^=]/.test(secret)) return 'it begins with a name and "="; remove both.';
  if (/^["'`“”‘’]|["'`“”‘’]$/.test(secret)) return 'it is in quotes; remove them.';
  if (/[,;]/.test(secret)) return 'secrets are separated by commas; separate them by spaces.';
  if (PLACEHOLDER.test(secret)) return 'it is a placeholder.';
  if (!secret.startsWith(PREFIX)) return `it does not begin with ${PREFIX}.`;

  const base64 = secret.slice(PREFIX.length);
  if (!BASE64.test(base64)) return `what follows ${PREFIX} is not base64.`;
  const digits = base64.replaceAll('=', '');
  if (Math.floor((digits.length * 3) / 4) < LEAST_BYTES) {
    return `it is shorter than ${LEAST_BYTES} bytes: a placeholder, or cut off.`;
  }
  if (new Set(digits).size === 1) return 'it is a placeholder.';
  return undefined;
}
