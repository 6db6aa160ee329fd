import type { Rejection } from '../../convex/shared/rejection.ts';
import { CopyButton } from '../app/CopyButton.tsx';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { VisibleLines } from '../app/VisibleLines.tsx';
import { When } from '../app/When.tsx';
import { reasonWords } from '../timeline/item.ts';
import { Facts } from './Facts.tsx';
import { InspectorTabs } from './InspectorTabs.tsx';
import { rejectionAdvice } from './rejectionAdvice.ts';

/** What was refused in one minute for one reason, with the diagnosis. */
export function RejectionInspector({ rejection }: { rejection: Rejection }) {
  const { reason, count } = rejection;
  return (
    <section aria-label="Rejection" className="flex h-full min-w-0 flex-col overflow-y-auto">
      <header className="shrink-0 border-b border-hairline p-2">
        <h2>
          <span className="font-semibold">
            Refused {count === 1 ? 'a request' : `at least ${count.toLocaleString('en')} requests`}:{' '}
            {reasonWords[reason]}.
          </span>{' '}
          <span className="text-muted">Nothing was read from it and no user changed.</span>
        </h2>
      </header>
      <InspectorTabs
        label="Rejection"
        tabs={{ Overview: () => <RejectionOverview rejection={rejection} /> }}
        open="Overview"
      />
    </section>
  );
}

function RejectionOverview({ rejection }: { rejection: Rejection }) {
  const { reason, first_at, last_at, sample } = rejection;
  return (
    <div
      className="h-full overflow-auto p-2"
      tabIndex={0}
      role="region"
      aria-label="What was refused"
    >
      <Facts
        facts={[
          ['Outcome', <OutcomeChip outcome="rejected" />],
          ['Diagnosis', sample.diagnosis],
          ['What to do', rejectionAdvice[reason]],
          ['First', <When at={first_at} />],
          ['Last', last_at === first_at ? null : <When at={last_at} />],
          ['Body', `${sample.body_bytes.toLocaleString('en')} bytes`],
          [
            'Headers',
            sample.header_names.length === 0 ? (
              'none'
            ) : (
              <span className="font-mono">{sample.header_names.join(', ')}</span>
            ),
          ],
        ]}
      />
      <div className="mt-3 mb-1 flex items-center gap-2">
        <h3 className="font-semibold">Start of one body</h3>
        {sample.body_start !== '' && (
          <CopyButton text={() => sample.body_start}>Copy start of body</CopyButton>
        )}
      </div>
      {sample.body_start === '' ? (
        <p className="text-muted">The body was empty, or too large to be read.</p>
      ) : (
        <pre className="bg-surface p-2 font-mono text-[11px] break-all whitespace-pre-wrap">
          <VisibleLines text={sample.body_start} />
        </pre>
      )}
    </div>
  );
}
