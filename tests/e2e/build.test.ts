import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('npm run build prints no warnings and ends with what to load in each browser, and where', async () => {
  // A test runner's NODE_ENV would make it a development build, which prints less.
  const { NODE_ENV: _env, TEST: _test, VITEST: _vitest, ...env } = process.env;
  const { stdout, stderr } = await promisify(execFile)('npm', ['run', 'build'], { env });
  expect(stdout).toContain('Total size');
  expect(stdout + stderr).not.toMatch(/warn|larger than|timings/i);

  const last = stdout.trimEnd().split('\n').at(-1)!;
  expect(last).toMatch(/^Load \S+ in Chrome: .*Load unpacked\. Load \S+ in Firefox: .*Add-on\.$/);
  const paths = [...last.matchAll(/Load (\.output\S+)/g)].map(([, path]) => path!);
  expect(paths).toHaveLength(2);
  for (const path of paths) expect(existsSync(path), path).toBe(true);
});
