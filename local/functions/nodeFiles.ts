/**
 * Files that begin with "use node" need Node's own runtime, which functions do not have here. Each of
 * their functions becomes an action that says so, so that the rest of the app runs.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';

const NAMESPACE = 'use-node';

/** The directive comes before everything but comments. */
const DIRECTIVE = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*["']use node["']/;

export function isNodeFile(path: string): boolean {
  return DIRECTIVE.test(readFileSync(path, 'utf8'));
}

/** How to bundle such files only to learn what they export: their packages stay outside. */
export const EXPORTS_ONLY: BuildOptions = {
  platform: 'node',
  format: 'esm',
  packages: 'external',
  splitting: false,
};

/** Names of the exports by absolute path of the file, of a build with `EXPORTS_ONLY`. */
export function exportsByFile(metafile: Metafile, workingFolder: string): Map<string, string[]> {
  return new Map(
    Object.values(metafile.outputs).flatMap(({ entryPoint, exports }) =>
      entryPoint === undefined ? [] : [[resolve(workingFolder, entryPoint), exports]],
    ),
  );
}

/**
 * @param files Names of exports by absolute path. Other modules may still import the files.
 * @param moduleOf The name of a file's module, such as `model/mail`.
 */
export function nodeStubs(
  files: Map<string, string[]>,
  moduleOf: (path: string) => string,
): Plugin {
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind, path }) =>
        kind === 'entry-point' && files.has(path) ? { path, namespace: NAMESPACE } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: stub(moduleOf(path), files.get(path)!),
        resolveDir: dirname(path),
      }));
    },
  };
}

function stub(module: string, exports: string[]): string {
  const lines = exports.map((name) => {
    const isDefault = name === 'default';
    const missing = `missing(${JSON.stringify(isDefault ? module : `${module}:${name}`)})`;
    return isDefault ? `export default ${missing};` : `export const ${name} = ${missing};`;
  });
  return `
    import { actionGeneric } from 'convex/server';
    const missing = (path) => actionGeneric(async () => {
      throw new Error(
        path + ' needs Node\\'s runtime ("use node"), which the local deployment does not have.',
      );
    });
    ${lines.join('\n')}
  `;
}
