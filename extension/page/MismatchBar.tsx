import { useEffect } from 'react';
import { usePanel } from '../panel/panel.tsx';
import { isOtherDeployment } from './watch/deployments.ts';
import { usePage, usePageSnapshot } from './watch/PageProvider.tsx';

/** A warning while the page talks to another deployment than the panel. */
export function MismatchBar() {
  const { deployment } = usePanel();
  const { deployments } = usePageSnapshot();
  if (!isOtherDeployment(deployments, deployment.url)) return null;
  return <Mismatch deployments={deployments} panelUrl={deployment.url} />;
}

function Mismatch({ deployments, panelUrl }: { deployments: readonly string[]; panelUrl: string }) {
  const search = usePage()?.watch?.deployments;
  // The page may have been reloaded with another deployment since.
  useEffect(() => search?.seek(), [search]);
  return (
    <p
      role="status"
      aria-label="Other deployment"
      className="shrink-0 border-b border-hairline bg-warning-bg px-2 py-1 wrap-anywhere text-warning"
    >
      <span aria-hidden>⚠ </span>
      The page talks to {deployments.join(', ')}, but this panel shows {panelUrl}.
    </p>
  );
}
