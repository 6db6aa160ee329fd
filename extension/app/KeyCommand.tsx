import { CopyButton } from '../ui/control/CopyButton.tsx';

const COMMAND = `npx convex run webhookAdmin:issueAccessKey '{"name":"My laptop","role":"redispatcher"}'`;

/** The command that makes an access key, to be copied. */
export function KeyCommand() {
  return (
    <>
      Create one with <code className="font-mono wrap-anywhere">{COMMAND}</code>{' '}
      <CopyButton label="Copy the command" look="plain" text={() => COMMAND}>
        Copy
      </CopyButton>
    </>
  );
}
