import { usePanel } from '../panel/panel.tsx';
import { Button } from '../ui/control/Button.tsx';
import { CopyButton } from '../ui/control/CopyButton.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';

/** Shown before the first webhook: the URLs for senders, and the doctor. */
export function NoWebhooksYet() {
  const { deployment, openDoctor } = usePanel();
  return (
    <EmptyState title="No webhooks yet">
      <p className="max-w-md">
        {deployment.isLoopback
          ? 'This deployment receives webhooks on this machine:'
          : 'Add this URL as an endpoint at the sender (in Clerk’s dashboard, under Webhooks), then send a test event:'}
      </p>
      <ul className="flex max-w-full flex-col gap-1">
        {deployment.routes.map(({ url, source }) => (
          <li key={url} className="wrap-anywhere">
            {deployment.routes.length > 1 && `${source}: `}
            <code className="font-mono text-text">
              <VisibleText text={url} />
            </code>{' '}
            <CopyButton label={`Copy ${url}`} look="plain" text={() => url}>
              Copy
            </CopyButton>
          </li>
        ))}
      </ul>
      {deployment.isLoopback && (
        <p>
          With <code className="font-mono">npm start</code>, send one:{' '}
          <code className="font-mono">npm run send -- user.created</code>
        </p>
      )}
      <Button onClick={openDoctor}>Nothing comes? Ask the doctor</Button>
    </EmptyState>
  );
}
