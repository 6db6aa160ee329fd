import { CopyButton } from '../ui/control/CopyButton.tsx';

const COMMAND = `npx convex run webhookAdmin:issueAccessKey '{"name":"My laptop","role":"redispatcher"}'`;

/** The command that makes an access key, to be copied. */
export function KeyCommand() {
  return (
    <span className="flex items-start gap-2">
      <span className="min-w-0 flex-1">
        Create one with <code className="font-mono wrap-anywhere">{COMMAND}</code>
      </span>
      <CopyButton label="Copy the command" look="plain" text={() => COMMAND}>
        Copy
      </CopyButton>
    </span>
  );
}
