/** Builds the package that apps install: JavaScript and types of webhooks/, in dist/. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

rmSync(join(HERE, '../dist'), { recursive: true, force: true });
// By its path, since the older versions of TypeScript that check the examples also have a `tsc`.
const TSC = join(HERE, '../node_modules/typescript/bin/tsc');
execFileSync('node', [TSC, '-p', join(HERE, 'package.tsconfig.json')], { stdio: 'inherit' });
