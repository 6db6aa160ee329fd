import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

type Package = { name: string; version: string; license?: string; homepage?: string };

/**
 * The licences of all packages that a build contains, its workers included: Vite's own
 * `build.license` leaves those out.
 */
export class ThirdPartyNotices {
  readonly #files: Set<string>;

  /**
   * @param folders The folders of packages whose style sheets are built in, since these are not
   * modules.
   */
  constructor(...folders: string[]) {
    this.#files = new Set(folders.map((folder) => join(folder, 'package.json')));
  }

  /** Collects the packages of one build. The pages are one build, and each worker is another. */
  plugin(): Plugin {
    return {
      name: 'third-party-notices',
      generateBundle: (_, bundle) => {
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
        for (const id of chunks.flatMap(({ moduleIds }) => moduleIds)) {
          if (id.includes('/node_modules/')) this.#files.add(id.replaceAll('\0', ''));
        }
      },
    };
  }

  /** @throws if a package has neither a licence file nor names its licence. */
  text(): string {
    const folders = [...new Set([...this.#files].map(folderOfPackage))];
    return ['This extension contains these packages:', ...folders.map(notice).sort(), ''].join(
      `\n\n${'-'.repeat(80)}\n\n`,
    );
  }
}

function folderOfPackage(file: string): string {
  let folder = dirname(file);
  // Packages put files named package.json without a version into folders of their own.
  while (readPackage(folder)?.version === undefined) folder = dirname(folder);
  return folder;
}

function readPackage(folder: string): Package | null {
  const path = join(folder, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Package) : null;
}

function notice(folder: string): string {
  const { name, version, license, homepage } = readPackage(folder)!;
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && !license) throw new Error(`${name} does not say what its licence is.`);
  const title = `${name} ${version}, licence: ${license ?? 'see below'}`;
  return [
    title,
    ...(texts.length > 0 ? texts : [homepage ?? 'Its package holds no licence text.']),
  ].join('\n\n');
}
