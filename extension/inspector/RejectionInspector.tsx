import type { Rejection } from '../../webhooks/shared/rejection.ts';
import { CodeText } from '../ui/text/CodeText.tsx';
import { CopyButton } from '../ui/control/CopyButton.tsx';
import { OutcomeChip } from '../event/OutcomeChip.tsx';
import { VisibleLines } from '../ui/text/VisibleLines.tsx';
import { When } from '../ui/time/When.tsx';
import { inspectorPlace } from '../panel/focus.ts';
import { reasonWords } from '../event/item.ts';
import { Facts } from '../ui/layout/Facts.tsx';
import { InspectorTabs } from '../ui/layout/Tabs.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { rejectionAdvice } from './rejectionAdvice.ts';

/** The requests that were rejected in one minute for one reason, with the diagnosis. */
export function RejectionInspector({ rejection }: { rejection: Rejection }) {
  const { reason, count } = rejection;
  return (
    <section aria-label="Rejection" className="flex h-full min-w-0 flex-col overflow-y-auto">
      <header className="shrink-0 border-b border-hairline p-2">
        <h2>
          <span className="font-semibold">
            Rejected {count === 1 ? 'a request' : `at least ${count.toLocaleString('en')} requests`}
            : {reasonWords[reason]}.
          </span>{' '}
          <span className="text-muted">Not processed; no user changed.</span>
        </h2>
      </header>
      <InspectorTabs
        label="Rejection"
        tabs={{ Overview: () => <RejectionOverview rejection={rejection} /> }}
        open="Overview"
        openRef={inspectorPlace.ref}
      />
    </section>
  );
}

function RejectionOverview({ rejection }: { rejection: Rejection }) {
  const { reason, first_at, last_at, sample, claimed } = rejection;
  return (
    <div
      className="h-full overflow-auto p-2"
      tabIndex={0}
      role="region"
      aria-label="Rejected requests"
    >
      <Facts
        facts={{
          Outcome: <OutcomeChip outcome="rejected" />,
          Diagnosis: sample.diagnosis,
          'Claims to be': claimed && <Claimed claimed={claimed} />,
          'What to do': <CodeText text={rejectionAdvice[reason]} />,
          'First seen': <When at={first_at} />,
          'Last seen': last_at === first_at ? null : <When at={last_at} />,
          Body: `${sample.body_bytes.toLocaleString('en')} bytes`,
          Headers:
            sample.header_names.length === 0 ? (
              'none'
            ) : (
              <span className="font-mono">{sample.header_names.join(', ')}</span>
            ),
        }}
      />
      <div className="mt-3 mb-1 flex items-center gap-2">
        <h3 className="font-semibold">Body sample (first 256 bytes)</h3>
        {sample.body_start !== '' && (
          <CopyButton text={() => sample.body_start}>Copy sample</CopyButton>
        )}
      </div>
      {sample.body_start === '' ? (
        <p className="text-muted">
          {sample.body_bytes === 0
            ? 'The body was empty or not read.'
            : 'No sample is kept: the headers were enough to reject the request, or its user was forgotten.'}
        </p>
      ) : (
        <pre className="bg-surface p-2 font-mono text-[11px] break-all whitespace-pre-wrap">
          <VisibleLines text={sample.body_start} />
        </pre>
      )}
    </div>
  );
}

/** What the sample's body claims to be. Nobody verified it, so all of it may be false. */
function Claimed({
  claimed: { type, user_id, name },
}: {
  claimed: NonNullable<Rejection['claimed']>;
}) {
  return (
    <>
      {type !== undefined && (
        <code>
          <VisibleText text={type} />
        </code>
      )}
      {name !== undefined && (
        <>
          {' of '}
          <VisibleText text={name} />
        </>
      )}
      {user_id !== undefined && (
        <>
          {' '}
          <code>
            <VisibleText text={user_id} />
          </code>
        </>
      )}
      <span className="text-muted"> (unverified: anyone can send this)</span>
    </>
  );
}
