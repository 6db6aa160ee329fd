import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = `${import.meta.dirname}/page`;
const CLERK_SDK = dirname(fileURLToPath(import.meta.resolve('@clerk/clerk-js')));

const SCRIPT = 'text/javascript; charset=utf-8';

export type PageFiles = Map<string, { type: string; text: string }>;

/**
 * The demo page's files by path: its own script bundled for the browser, Clerk's as in its package.
 */
export async function pageFiles(): Promise<PageFiles> {
  const [html, style, bundle, clerk] = await Promise.all([
    readFile(`${FOLDER}/index.html`, 'utf8'),
    readFile(`${FOLDER}/style.css`, 'utf8'),
    build({
      entryPoints: [`${FOLDER}/main.ts`],
      bundle: true,
      format: 'esm',
      target: 'es2024',
      write: false,
      logLevel: 'silent',
    }),
    clerkScripts(),
  ]);
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', text: html }],
    ['/style.css', { type: 'text/css; charset=utf-8', text: style }],
    ['/main.js', { type: SCRIPT, text: bundle.outputFiles[0]!.text }],
    ...clerk,
  ]);
}

/** Clerk's script for browsers, and the parts that it loads from its own folder when it needs them. */
async function clerkScripts() {
  const names = (await readdir(CLERK_SDK)).filter((name) => /(^|_)clerk\.browser[._]/.test(name));
  const read = async (name: string) =>
    [
      `/clerk/${name}`,
      { type: SCRIPT, text: await readFile(join(CLERK_SDK, name), 'utf8') },
    ] as const;
  return await Promise.all(names.map(read));
}
