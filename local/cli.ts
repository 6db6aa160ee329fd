/** `npm run local`: a local deployment until it is interrupted. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { startDeployment, type Deployment } from './deployment.ts';
import { startWatchdog } from './watchdog.ts';

// The time zone of functions on Convex, wherever this machine is.
process.env['TZ'] = 'UTC';

const command = new Command('npm run local --')
  .description(
    'Serves a Convex functions folder on this machine, for development and tests. Once it serves, it ' +
      'prints one line "ready" with its URLs and its admin key. Ctrl-C stops it.',
  )
  .option('--port <number>', 'port of the deployment; 0 picks a free one', port, 3210)
  .option('--site-port <number>', 'port of its HTTP actions; 0 picks a free one', port, 3211)
  .option('--data <folder>', 'folder that keeps the data', '.convex-local')
  .option('--memory', 'keep the data only in memory, not in a folder')
  .option(
    '--functions <folder>',
    'folder of the Convex functions; changes take effect at once',
    'convex',
  )
  .option(
    '--stuck-after <seconds>',
    'how long a function may compute without a break before the deployment names it and ends',
    wholeSeconds,
    20,
  )
  .option(
    '--conflicts <rate>',
    'make this share of commits fail, from 0 to 1, so that their mutations run again as on a busy ' +
      'deployment',
    share,
    0,
  )
  .allowExcessArguments(false)
  .parse();

const options = command.opts<{
  port: number;
  sitePort: number;
  data: string;
  memory?: true;
  functions: string;
  stuckAfter: number;
  conflicts: number;
}>();

if (options.memory && command.getOptionValueSource('data') === 'cli') {
  command.error('Use --data or --memory, not both.');
}

const { port: apiPort, sitePort, functions } = options;
startWatchdog(options.stuckAfter);
const starting = startDeployment({
  functions: resolve(functions),
  port: apiPort,
  sitePort,
  watch: true,
  conflicts: { rate: options.conflicts },
  ...(options.memory ? { memory: true } : { data: resolve(options.data) }),
});

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
// The process that spawned this one with a channel is gone, perhaps killed: end too.
process.once('disconnect', stop);

starting.then(announce, (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

function announce({ url, siteUrl, adminKey }: Deployment): void {
  process.stderr.write(
    'A local deployment for development and tests: one process, reachable from this machine only.\n',
  );
  process.stdout.write(`ready ${JSON.stringify({ url, siteUrl, adminKey })}\n`);
}

function stop(): void {
  void starting.then((deployment) => deployment.close()).finally(() => process.exit(0));
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65535) {
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  }
  return number;
}

function wholeSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 1) {
    throw new InvalidArgumentError('It must be a whole number of seconds, at least 1.');
  }
  return seconds;
}

function share(text: string): number {
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || number > 1) {
    throw new InvalidArgumentError('It must be a number from 0 to 1, such as 0.3.');
  }
  return number;
}
