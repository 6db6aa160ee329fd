const ANSWER_WITHIN_MS = 5_000;

/**
 * True if a deployment answers at the URL. Asks `GET /version`, which does not count as a function
 * call.
 */
export async function answersVersion(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/version', url), {
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
