/** `npm run zip`: what goes to the stores, made in a copy of the project that has secrets in it. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const NOT_COPIED = /^(node_modules|\.git|\.output|\.wxt|\.convex-local|\.env.*|coverage|docs)$/;

/** What must stay on the machine of whoever makes the zips. */
const PLANTED = {
  '.env': 'CLERK_WEBHOOK_SIGNING_SECRET=whsec_cGxhbnRlZCBpbiAuZW52',
  '.env.local': 'CONVEX_DEPLOY_KEY=dev:happy-otter-123|cGxhbnRlZA==',
  '.convex-local/demo.json': '{"accessKey":"wdk_cGxhbnRlZCBpbiB0aGUgZGVtbw"}',
  'docs/notes.txt': 'planted in docs',
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
  await linkPackages(folder);
  for (const [path, text] of Object.entries(PLANTED)) await write(folder, path, text);
  await wxt(folder, 'zip');
  await wxt(folder, 'zip', '-b', 'firefox', '--mv3');

  const output = join(folder, '.output');
  const names = (await readdir(output)).filter((name) => name.endsWith('.zip'));
  const read = async (name: string) =>
    [/-(\w+)\.zip$/.exec(name)![1]!, await unzip(join(output, name))] as const;
  zips = Object.fromEntries(await Promise.all(names.map(read)));
});
afterAll(() => rm(folder, { recursive: true }));

test('there is a zip for Chrome, one for Firefox and one of the sources, which Firefox asks for', () => {
  expect(Object.keys(zips).toSorted()).toEqual(['chrome', 'firefox', 'sources']);
});

describe.each(['chrome', 'firefox'])('the zip for %s', (browser) => {
  test('holds the extension, and neither its sources nor its tests', () => {
    const paths = Object.keys(zips[browser]!);
    expect(paths).toEqual(expect.arrayContaining(['manifest.json', 'devtools.html', 'panel.html']));
    const built =
      /^((assets|chunks)\/\w+(\.worker)?-[\w-]{8}\.(js|css)|icon\/\d+\.png|\w+\.(js|html|json))$/;
    expect(paths.filter((path) => !built.test(path))).toEqual([]);
    const mapped = paths.filter((path) => zips[browser]![path]!.includes('sourceMappingURL'));
    expect(mapped).toEqual([]);
  });
});

test('the sources are those of the extension, without tests, data or environment', () => {
  const paths = Object.keys(zips.sources!);
  const folders = new Set(
    paths.filter((path) => path.includes('/')).map((path) => path.split('/')[0]),
  );
  expect([...folders].toSorted()).toEqual(['convex', 'extension']);
  expect(paths.filter((path) => /(^|\/)\.|\.test\./.test(path))).toEqual([]);
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

test('what Firefox gets can be built from the sources alone', async () => {
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

async function wxt(cwd: string, ...args: string[]): Promise<void> {
  const command = join(ROOT, 'node_modules/wxt/bin/wxt.mjs');
  await promisify(execFile)(process.execPath, [command, ...args], {
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
