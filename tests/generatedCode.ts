/**
 * Generates code and checks types in a copy, as the Convex CLI does in the first push of a new
 * project.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const GENERATED = 'convex/_generated';
/** Everything that a push reads. */
const COPIED = ['convex', 'webhooks', 'package.json'];

/**
 * Updates convex/_generated where it was out of date.
 *
 * @returns what is wrong and what to do, or null.
 */
export function checkGeneratedCode(): string | null {
  const copy = mkdtempSync(join(tmpdir(), 'first-push-'));
  try {
    for (const name of COPIED.filter((name) => existsSync(join(ROOT, name)))) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const { status, stdout, stderr } = spawnSync(
      'convex',
      ['codegen', '--init', '--system-udfs', '--typecheck', 'enable'],
      { cwd: copy, encoding: 'utf8' },
    );
    if (status !== 0) return `${stdout}${stderr}\nA push to a new Convex project would fail.`;
    if (generatedCode(copy) === generatedCode(ROOT)) return null;
    rmSync(join(ROOT, GENERATED), { recursive: true });
    cpSync(join(copy, GENERATED), join(ROOT, GENERATED), { recursive: true });
    return `${GENERATED} was out of date. It has been updated: commit it.`;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function generatedCode(project: string): string {
  return globSync(`${GENERATED}/*`, { cwd: project })
    .sort()
    .map((file) => readFileSync(join(project, file), 'utf8'))
    .join('\n');
}
