/** The two zips for Chrome: one to upload to its store, and one to load unpacked. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/**
 * A public key, which gives the unpacked extension the same id on every machine:
 * ogjjcdfkgnegngjjibojblaoniffjecb. Its private key was not kept, since nothing is signed with it.
 */
export const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA32a4cNAp72afgWeIQuvHHJzQi5QGbQr6r03+nBfU0jtoYoEOjh8wewv5PIHP9XQmr4dg5uiY94qrsAW1ZIVbNW7M0+AW/WeE/0U3JAFRj6c6YdSOHQFDHOqKnxdG/4WOFYLVJAmKb5Ba0MlqKNAyqAeykc/AILpoN0eimbB4tLirOROOKw2ujc8/G2Wt/JNkwWcJOtVL2yA3DTGtcgJBytZhHDzQG3kxggQhq7SvUqo8UzXFnXtqTs7o6ARZzHpA2AxZrSNAQ6ce8s4viehNLPfmqdu94OQPQBJD9P4AUo4DI8wd10WftsmG2wAnoHyJ39OLqCaQPWTO18BgqVvIQQIDAQAB';

/**
 * Chrome's store refuses a manifest with a key, and gives the extension an id of its own. So the
 * built zip becomes `…-unpacked.zip`, and the zip for the store is written without the key.
 *
 * @param path The built zip. The zip for the store gets this name.
 */
export async function writeChromeZips(path: string): Promise<void> {
  const files = unzipSync(await readFile(path));
  const { key: _, ...manifest } = JSON.parse(strFromU8(files['manifest.json']!));
  await rename(path, path.replace(/\.zip$/, '-unpacked.zip'));
  await writeFile(path, zipSync({ ...files, 'manifest.json': strToU8(JSON.stringify(manifest)) }));
}
