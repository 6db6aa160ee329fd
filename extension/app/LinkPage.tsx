import type { Deployment } from '../panel/settings.ts';
import { Button } from '../ui/control/Button.tsx';

/** Asks before a link switches to another deployment: after that, pressing r would send there. */
export function LinkPage({
  current,
  linked,
  onFollow,
  onStay,
}: {
  current: Deployment;
  linked: Deployment;
  onFollow: () => void;
  onStay: () => void;
}) {
  return (
    <main className="flex h-full flex-col items-center gap-4 overflow-auto p-4 pt-10">
      <h1 className="w-full max-w-sm text-base font-semibold">Switch to {linked.name}?</h1>
      <p role="status" className="w-full max-w-sm wrap-anywhere">
        This link opens an event of {linked.name} ({linked.url}). You are using {current.name} (
        {current.url}).
      </p>
      <div className="flex w-full max-w-sm gap-2">
        <Button autoFocus onClick={onStay}>
          Stay on {current.name}
        </Button>
        <Button onClick={onFollow}>Switch to {linked.name}</Button>
      </div>
    </main>
  );
}
