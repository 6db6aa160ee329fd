/** Bundles a functions folder as the Convex CLI does: same entry points, same esbuild settings. */
import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { build, type BuildFailure, type BuildOptions, type Plugin } from 'esbuild';
import { EXPORTS_ONLY, exportsByFile, isNodeFile, nodeStubs } from './nodeFiles.ts';

export interface Bundle {
  /** Output files by path, without extension and relative to the folder: `model/users`. */
  modules: Map<string, { code: string; sourceMap: string }>;
  /** Modules that can define functions; `schema` and `auth.config` are not among them. */
  entryPoints: string[];
  /** `auth.config` as a CommonJS module: it is evaluated again when variables change. */
  authConfig: string | null;
  /** Absolute paths of all sources. */
  inputs: string[];
}

/** The folder cannot be bundled. The message is for the developer who edits it. */
export class BundleError extends Error {}

const DEPENDENCIES = '_deps';

const UNRESOLVED_GENERATED = /^Could not resolve "[^"]*_generated\//;
const HOW_TO_GENERATE =
  'The folder _generated is missing or incomplete. Write it with `npx convex codegen --init ' +
  '--system-udfs`, which needs no deployment, or with `npx convex dev`.';

/** A namespace of a plug-in or of esbuild before a path, not the drive of Windows. */
const VIRTUAL = /^[(]?[a-z-]{2,}[)]?:/;

const EXTENSIONS = /\.([cm]?[jt]s|[jt]sx)$/;

/**
 * @param folder The functions folder (`convex`), absolute or relative to the working directory.
 * @param banner Code for the top of each output file.
 * @throws BundleError
 */
export async function bundle(folder: string, banner: string): Promise<Bundle> {
  const root = resolve(folder);
  if (!existsSync(root)) throw new BundleError(`There is no functions folder ${root}.`);
  const files = functionFiles(root);
  refuseReserved(root, files);
  const schema = ['schema.ts', 'schema.js'].map((name) => join(root, name)).filter(existsSync);
  const auth = ['auth.config.ts', 'auth.config.js']
    .map((name) => join(root, name))
    .filter(existsSync);

  const nodeFiles = files.filter(isNodeFile);
  const nodeExports =
    nodeFiles.length === 0
      ? null
      : await run(root, { ...EXPORTS_ONLY, entryPoints: nodeFiles, plugins: [] });
  const stubs = exportsByFile(nodeExports?.metafile ?? { inputs: {}, outputs: {} }, dirname(root));

  const functions = await run(root, {
    entryPoints: [...files, ...schema.slice(0, 1)].map((file) => ({
      in: file,
      out: moduleName(root, file),
    })),
    plugins: [nodeStubs(stubs, (file) => moduleName(root, file)), serverOnly, asyncHooks],
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    banner: { js: banner },
  });
  const authConfig = auth[0]
    ? await run(root, { entryPoints: [auth[0]], format: 'cjs', splitting: false })
    : null;

  const modules: Bundle['modules'] = new Map();
  for (const { path, text } of functions.outputFiles) {
    if (!path.endsWith('.mjs')) continue;
    const map = functions.outputFiles.find((file) => file.path === `${path}.map`);
    modules.set(moduleName(outputFolder(root), path), { code: text, sourceMap: map?.text ?? '' });
  }
  return {
    modules,
    entryPoints: files.map((file) => moduleName(root, file)),
    authConfig: authConfig?.outputFiles.find((file) => file.path.endsWith('.js'))?.text ?? null,
    inputs: [functions, authConfig, nodeExports].flatMap((result) =>
      Object.keys(result?.metafile.inputs ?? {})
        .filter((path) => !VIRTUAL.test(path))
        .map((path) => resolve(dirname(root), path)),
    ),
  };
}

async function run(root: string, options: BuildOptions) {
  try {
    return await build({
      absWorkingDir: dirname(root),
      bundle: true,
      platform: 'browser',
      target: 'esnext',
      jsx: 'automatic',
      outdir: outputFolder(root),
      outbase: root,
      conditions: ['convex', 'module'],
      plugins: [serverOnly, asyncHooks],
      write: false,
      sourcemap: 'external',
      sourcesContent: false,
      chunkNames: `${DEPENDENCIES}/[hash]`,
      treeShaking: true,
      minifySyntax: true,
      minifyIdentifiers: true,
      keepNames: true,
      define: { 'process.env.NODE_ENV': '"production"' },
      metafile: true,
      logLevel: 'silent',
      ...options,
    } as BuildOptions & { write: false; metafile: true });
  } catch (error) {
    throw new BundleError(explain(error as BuildFailure), { cause: error });
  }
}

/**
 * The files that the CLI's `entryPoints` selects: no generated code, no dot files, no names with
 * two dots or spaces.
 */
function functionFiles(root: string): string[] {
  const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : 1);
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true })
      .sort(byName)
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (!entry.isDirectory()) return isFunctionFile(root, path) ? [path] : [];
        const isComponent = existsSync(join(path, 'convex.config.ts'));
        return isComponent || path === join(root, '_generated') ? [] : walk(path);
      });
  return walk(root);
}

function isFunctionFile(root: string, path: string): boolean {
  const name = basename(path);
  if (!EXTENSIONS.test(name) || /^[.#]/.test(name) || name.split('.').length > 2) return false;
  if (/^schema\.[jt]s$/.test(name) || relative(root, path).includes(' ')) return false;
  return !/\.tsx?$/.test(name) || /^\s{0,100}(import|export)/m.test(readFileSync(path, 'utf8'));
}

function refuseReserved(root: string, files: string[]): void {
  const file = files.find((path) => path.startsWith(join(root, DEPENDENCIES, sep)));
  if (file === undefined) return;
  throw new BundleError(
    `${relative(dirname(root), file)}: the folder ${DEPENDENCIES} is reserved for code that modules ` +
      `share. Move the file to another folder.`,
  );
}

function explain({ errors, message }: BuildFailure): string {
  if (!Array.isArray(errors)) return message;
  const lines = errors.map(({ text, location }) =>
    location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
  );
  const lacksGenerated = errors.some(({ text }) => UNRESOLVED_GENERATED.test(text));
  return [...lines, ...(lacksGenerated ? [HOW_TO_GENERATE] : [])].join('\n');
}

function outputFolder(root: string): string {
  return join(dirname(root), 'out');
}

function moduleName(base: string, path: string): string {
  return relative(base, path).split(sep).join('/').replace(EXTENSIONS, '');
}

const serverOnly: Plugin = {
  name: 'server-only',
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, ({ path }) => ({
      path,
      namespace: 'server-only',
    }));
    build.onLoad({ filter: /.*/, namespace: 'server-only' }, () => ({ contents: '' }));
  },
};

const asyncHooks: Plugin = {
  name: 'async-hooks',
  setup(build) {
    build.onResolve({ filter: /^(node:)?async_hooks$/ }, ({ path }) => ({
      path,
      namespace: 'async-hooks',
    }));
    build.onLoad({ filter: /.*/, namespace: 'async-hooks' }, () => ({
      contents: `
        export const { AsyncLocalStorage, AsyncResource } = globalThis;
        export default { AsyncLocalStorage, AsyncResource };
      `,
    }));
  },
};
