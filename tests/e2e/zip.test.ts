/** `npm run zip`: the files for the stores, made in a copy of the project that contains secrets. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const NOT_COPIED = /^(node_modules|\.git|\.output|\.wxt|\.convex-local|\.env.*|coverage|docs)$/;

/** Files that git does not track: they must stay on the machine where the zips are made. */
const PLANTED = {
  '.env': 'CLERK_WEBHOOK_SIGNING_SECRET=whsec_cGxhbnRlZCBpbiAuZW52',
  '.env.local': 'CONVEX_DEPLOY_KEY=dev:happy-otter-123|cGxhbnRlZA==',
  '.convex-local/demo.json': '{"accessKey":"wdk_cGxhbnRlZCBpbiB0aGUgZGVtbw"}',
  'my-deployment/admin-key': 'cGxhbnRlZCBpbiBhIGRhdGEgZm9sZGVy',
  'extension/failed-events.ndjson': '{"email":"planted@in-an-export.example.com"}',
};

let folder: string;
/** The zips by what they are for: their files by path. */
let zips: Record<string, Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-'));
  await cp(ROOT, folder, {
    recursive: true,
    filter: (path) => !NOT_COPIED.test(relative(ROOT, path)),
  });
  await run(folder, 'git', 'init', '--quiet');
  await run(folder, 'git', 'add', '--all');
  await linkPackages(folder);
  for (const [path, text] of Object.entries(PLANTED)) await write(folder, path, text);
  await wxt(folder, 'zip');
  await wxt(folder, 'zip', '-b', 'firefox', '--mv3');

  const output = join(folder, '.output');
  const names = (await readdir(output)).filter((name) => name.endsWith('.zip'));
  const read = async (name: string) =>
    [/-(chrome-unpacked|\w+)\.zip$/.exec(name)![1]!, await unzip(join(output, name))] as const;
  zips = Object.fromEntries(await Promise.all(names.map(read)));
});
afterAll(() => rm(folder, { recursive: true }));

test('there is a zip for each store, one to load unpacked, and the sources that Firefox asks for', () => {
  const names = ['chrome', 'chrome-unpacked', 'firefox', 'sources'];
  expect(Object.keys(zips).toSorted()).toEqual(names);
});

test("only the zip to load unpacked has a key, which Chrome's store refuses", () => {
  const { key, ...unpacked } = manifestOf('chrome-unpacked');
  expect(idOf(key)).toBe('ogjjcdfkgnegngjjibojblaoniffjecb');
  expect(manifestOf('chrome')).toEqual(unpacked);
  expect(manifestOf('firefox')).not.toHaveProperty('key');
  const { 'manifest.json': _store, ...store } = zips['chrome']!;
  const { 'manifest.json': _unpacked, ...rest } = zips['chrome-unpacked']!;
  expect(store).toEqual(rest);
});

test.each(['chrome', 'firefox'])(
  '%s is asked only for storage, with a description that fits its store',
  (name) => {
    const manifest = manifestOf(name);
    expect(manifest.permissions).toEqual(['storage']);
    expect(manifest).not.toHaveProperty('host_permissions');
    expect(manifest.description.length).toBeLessThanOrEqual(132);
  },
);

describe.each(['chrome', 'firefox'])('the zip for %s', (browser) => {
  test('holds the extension, and neither its sources nor its tests', () => {
    const paths = Object.keys(zips[browser]!);
    expect(paths).toEqual(expect.arrayContaining(['manifest.json', 'devtools.html', 'panel.html']));
    const built =
      /^((assets|chunks)\/\w+(\.worker)?-[\w-]{8}\.(js|css|ndjson)|icon\/\d+\.png|\w+\.(js|html|json)|LICENSE|THIRD-PARTY-NOTICES\.txt)$/;
    expect(paths.filter((path) => !built.test(path))).toEqual([]);
    const mapped = paths.filter((path) => zips[browser]![path]!.includes('sourceMappingURL'));
    expect(mapped).toEqual([]);
  });

  test('holds our licence and those of the packages in it', async () => {
    const zip = zips[browser]!;
    expect(zip['LICENSE']).toBe(await readFile(join(ROOT, 'LICENSE'), 'latin1'));
    const notices = zip['THIRD-PARTY-NOTICES.txt']!;
    // Packages of the pages, of only a worker (jsondiffpatch), of only a style sheet (tailwindcss),
    // and within another package (scheduler).
    for (const name of ['react', 'convex', 'jsondiffpatch', 'tailwindcss', 'scheduler']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+, licence: `, 'm'));
    }
    expect(notices).toContain('Copyright (c) Meta Platforms, Inc. and affiliates.');
    expect(notices).not.toMatch(/^(vite|vitest|svix|typescript) /m);
  });
});

test('the sources are files that git tracks, without tests and local deployment', async () => {
  const paths = Object.keys(zips.sources!);
  const { stdout } = await run(folder, 'git', 'ls-files');
  const tracked = new Set(stdout.split('\n'));
  expect(paths.filter((path) => !tracked.has(path))).toEqual([]);
  expect(paths).toContain('wxt.config.ts');
  expect(paths.filter((path) => /^(tests|local|docs|examples)\//.test(path))).toEqual([]);
});

test.each(['chrome', 'firefox', 'sources'])(
  'no secret, key or path of this machine is in the zip of %s',
  (name) => {
    const text = Object.values(zips[name]!).join('\n');
    for (const secret of [...Object.values(PLANTED), folder, ROOT]) {
      expect(text.includes(secret), secret).toBe(false);
    }
    const secrets = /whsec_(?!REPLACE)[\w+/=]{8}|wdk_\w{8}|PRIVATE KEY-----/g;
    expect(text.match(secrets)).toBeNull();
  },
);

test('the zip for Firefox can be built from the sources zip alone', async () => {
  const elsewhere = join(folder, 'from-sources');
  for (const [path, text] of Object.entries(zips.sources!))
    await write(elsewhere, path, text, 'latin1');
  await linkPackages(elsewhere);
  await wxt(elsewhere, 'zip', '-b', 'firefox', '--mv3');
  const [name] = (await readdir(join(elsewhere, '.output'))).filter((n) =>
    n.endsWith('firefox.zip'),
  );
  const rebuilt = await unzip(join(elsewhere, '.output', name!));
  expect(Object.keys(rebuilt)).toEqual(Object.keys(zips.firefox!));
  const differing = Object.keys(rebuilt).filter((path) => rebuilt[path] !== zips.firefox![path]);
  expect(differing).toEqual([]);
});

function manifestOf(name: string) {
  return JSON.parse(zips[name]!['manifest.json']!);
}

/** Chrome's id of an extension whose manifest has this key. */
function idOf(key: string): string {
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex');
  return hash.slice(0, 32).replace(/./g, (digit) => 'abcdefghijklmnop'[parseInt(digit, 16)]!);
}

async function wxt(cwd: string, ...args: string[]): Promise<void> {
  await run(cwd, process.execPath, join(ROOT, 'node_modules/wxt/bin/wxt.mjs'), ...args);
}

function run(cwd: string, command: string, ...args: string[]) {
  return promisify(execFile)(command, args, {
    cwd,
    // Vitest's own makes React a development build.
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

async function linkPackages(project: string): Promise<void> {
  await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
}

async function write(
  project: string,
  path: string,
  text: string,
  encoding: BufferEncoding = 'utf8',
): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), text, encoding);
}

/** Each byte as one character: pictures are among them. */
async function unzip(path: string): Promise<Record<string, string>> {
  const entries = Object.entries(unzipSync(await readFile(path)));
  return Object.fromEntries(entries.map(([name, bytes]) => [name, strFromU8(bytes, true)]));
}
