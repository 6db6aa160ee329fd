/** `npm run send`: one signed event, through the `npm start` that is running. */
import { Command } from 'commander';
import type { Wish } from './traffic/manualEvent.ts';
import { visibleText } from '../visibleText.ts';
import { readRecord } from './record.ts';
import type { Answer } from './traffic/sender.ts';

const NOT_RUNNING = 'No npm start is running here. Run `npm start` in another terminal first.';

await new Command('npm run send --')
  .description('Sends one signed Clerk event to the deployment of the npm start that is running.')
  .argument('<type>', 'event type, such as user.created, user.updated, user.deleted')
  .option(
    '--user <name>',
    'name or id of the user (default: the one who is signed in on the demo page)',
  )
  .option(
    '--set <path=value...>',
    'first_name, last_name, username, email, or a path in data such as public_metadata.plan',
    addAssignment,
  )
  .showHelpAfterError('See npm run send -- --help')
  .action(async (type: string, { user, set = {} }: Partial<Wish>) => {
    const { who, outcome, reason } = await send({ type, user, set });
    const line = [type, who, outcome, reason].filter(Boolean).join('  ');
    process.stdout.write(`${visibleText(line)}\n`);
    if (outcome === 'failed' || outcome === 'no answer') process.exitCode = 1;
  })
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`${visibleText(error.message)}\n`);
    process.exitCode = 1;
  });

async function send(wish: Wish): Promise<Answer & { who: string }> {
  const running = readRecord()?.running;
  if (!running) throw new Error(NOT_RUNNING);
  const response = await fetch(`${running.url}/demo/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${running.token}` },
    body: JSON.stringify(wish),
  }).catch(() => {
    throw new Error(NOT_RUNNING);
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.errors[0].message);
  return answer;
}

/** Reads `path=value`. A value that is not JSON is text. */
function addAssignment(
  text: string,
  earlier: Record<string, unknown> = {},
): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--set needs path=value, not ${text}.`);
  return { ...earlier, [text.slice(0, at)]: readValue(text.slice(at + 1)) };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
