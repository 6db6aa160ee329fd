import { answersVersion } from './answersVersion.ts';

/** The URL of a local deployment that was started without `--port`. */
const USUAL_URL = 'http://127.0.0.1:3210';

/** The local deployment of this machine; null if none answers there. No other machine is asked. */
export async function findLocalDeployment(url = USUAL_URL): Promise<string | null> {
  return (await answersVersion(url)) ? url : null;
}
