import { useEffect, useState } from 'react';
import { isLoopback } from '../panel/deploymentUrl.ts';
import { Button } from '../ui/control/Button.tsx';
import { isConvexCloud } from './watch/deployments.ts';
import { usePage, usePageSnapshot } from './watch/PageProvider.tsx';

/** Offers the deployments that the page talks to. Nothing is filled in before a click. */
export function PageDeployments({
  onChoose,
}: {
  onChoose: (url: string, form: HTMLFormElement | null) => void;
}) {
  const search = usePage()?.watch?.deployments;
  const { deployments } = usePageSnapshot();
  const [looked, setLooked] = useState(false);
  useEffect(() => search?.seek(), [search]);
  if (search === undefined) return null;
  return (
    <section aria-label="Deployments of the page" className="flex flex-col gap-1">
      {deployments.length > 0 ? (
        <p className="text-muted">The inspected page talks to:</p>
      ) : (
        <p className="text-muted">
          {looked
            ? 'No Convex client was found in the page. Reload it to see what it connects to.'
            : 'The inspected page has not connected to a deployment since DevTools was opened.'}
        </p>
      )}
      {deployments.map((url) => (
        <div key={url}>
          <Button
            className="h-auto! min-h-6 max-w-full text-left whitespace-normal!"
            onClick={({ currentTarget }) => onChoose(url, currentTarget.form)}
          >
            <span className="wrap-anywhere">Use {url}</span>
          </Button>
          {!isLoopback(url) && !isConvexCloud(url) && (
            <p className="mt-1 text-warning">
              <span aria-hidden>⚠ </span>
              Neither on this machine nor at convex.cloud. Give it a key only if you host it
              yourself.
            </p>
          )}
        </div>
      ))}
      {deployments.length === 0 && (
        <div className="flex gap-2">
          <Button onClick={() => void search.lookInPage().then(() => setLooked(true))}>
            Look in the page
          </Button>
          <Button onClick={() => search.reloadPage()}>Reload the page</Button>
        </div>
      )}
    </section>
  );
}
