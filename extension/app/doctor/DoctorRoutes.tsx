import type { DoctorReport } from '../../../webhooks/shared/doctor/report.ts';
import { CodeText } from '../../ui/text/CodeText.tsx';
import { CopyButton } from '../../ui/control/CopyButton.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';

/** The URLs to paste at the senders, each with the state of its signing secret. */
export function DoctorRoutes({ routes }: { routes: DoctorReport['routes'] }) {
  return (
    <section aria-label="Endpoints">
      <h3 className="font-semibold">Endpoints</h3>
      <ul>
        {routes.map(({ url, source, secret }) => (
          <li key={url} className="border-b border-hairline py-1.5 wrap-anywhere">
            <p>
              <span className="text-muted">
                <VisibleText text={source} />
              </span>{' '}
              <code className="font-mono">
                <VisibleText text={url} />
              </code>{' '}
              <CopyButton label={`Copy ${url}`} look="plain" text={() => url}>
                Copy
              </CopyButton>
            </p>
            <p className={secret.state === 'ok' ? 'text-muted' : 'text-failed'}>
              <CodeText text={secret.text} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
