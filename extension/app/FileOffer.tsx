import type { useOpenFile } from '../transfer/useOpenFile.ts';
import { ImportButton } from '../transfer/ImportButton.tsx';
import { openSample } from '../transfer/sample.ts';
import { Button } from '../ui/control/Button.tsx';
import { Failure } from '../ui/notice/Failure.tsx';

/** Offers what can be looked at without a deployment: a file, or sample data. */
export function FileOffer({ open, failure, setFailure }: ReturnType<typeof useOpenFile>) {
  const tell = (error: Error) => setFailure(`The sample could not be read: ${error.message}`);
  return (
    <section aria-label="Without a deployment" className="flex w-full max-w-sm flex-col gap-1">
      <p className="text-muted">Without a deployment, look at exported deliveries:</p>
      <div className="flex flex-wrap items-center gap-2">
        <ImportButton isAlone onImport={open} onFailure={setFailure} />
        <Button onClick={() => void openSample().then(open, tell)}>Sample data</Button>
      </div>
      {failure !== null && <Failure message={failure} onClose={() => setFailure(null)} />}
    </section>
  );
}
