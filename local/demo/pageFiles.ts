import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const FOLDER = `${import.meta.dirname}/page`;

/** The demo page's files by path, its script bundled for the browser. */
export async function pageFiles(): Promise<Map<string, { type: string; text: string }>> {
  const [html, style, bundle] = await Promise.all([
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
  ]);
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', text: html }],
    ['/style.css', { type: 'text/css; charset=utf-8', text: style }],
    ['/main.js', { type: 'text/javascript; charset=utf-8', text: bundle.outputFiles[0]!.text }],
  ]);
}
