import { useState, type FormEvent, type ReactNode } from 'react';
import { checkDeployment } from '../data/checkDeployment.ts';
import { Button } from './Button.tsx';
import { parseDeploymentUrl } from './deploymentUrl.ts';
import { Failure } from './Failure.tsx';
import type { Deployment } from './settings.ts';

interface Problem {
  field: 'url' | 'accessKey';
  message: string;
}

/** Asks for a deployment and a key, and keeps them only when the deployment answers to the key. */
export function ConnectForm({
  kept,
  url,
  onConnect,
  onCancel,
}: {
  /** A deployment to change, e.g. to give a new access key. At its address it may keep its own. */
  kept?: Deployment;
  /** What stands in the URL field at first. */
  url?: string;
  onConnect: (deployment: Deployment) => void;
  onCancel?: () => void;
}) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [checking, setChecking] = useState(false);
  /** The address of which was told that it is unencrypted: another press means it. */
  const [toldUnencrypted, setToldUnencrypted] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { elements } = event.currentTarget;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const fail = (found: Problem) => {
      setProblem(found);
      (elements.namedItem(found.field) as HTMLElement).focus();
    };
    const parsed = parseDeploymentUrl(text('url'));
    const isTold = parsed.kind === 'unencrypted' && parsed.url === toldUnencrypted;
    if (parsed.kind !== 'ok' && !isTold) {
      setToldUnencrypted(parsed.kind === 'unencrypted' ? parsed.url : null);
      return fail({ field: 'url', message: parsed.message });
    }
    // A key that was given for one address is sent to no other.
    const keptKey = parsed.url === kept?.url ? kept.accessKey : '';
    const accessKey = text('accessKey') || keptKey;
    if (accessKey === '') {
      const whose = kept === undefined ? '' : ' of the deployment at this address';
      return fail({ field: 'accessKey', message: `Paste the access key${whose}.` });
    }
    setProblem(null);
    // A new name needs no server.
    if (accessKey !== keptKey) {
      setChecking(true);
      const checked = await checkDeployment(parsed.url, accessKey);
      setChecking(false);
      if (checked.kind === 'wrong') return fail(checked);
    }
    onConnect({
      id: kept?.id ?? crypto.randomUUID(),
      name: text('name') || nameOf(parsed.url),
      url: parsed.url,
      accessKey,
    });
  };

  return (
    <form
      aria-label="Connect"
      noValidate
      onSubmit={(event) => void submit(event)}
      onInput={() => setToldUnencrypted(null)}
      className="flex w-full max-w-sm flex-col gap-3"
    >
      <Field
        name="url"
        label="Deployment URL"
        placeholder="https://happy-otter-123.convex.cloud"
        initial={kept?.url ?? url}
        problem={problem}
      />
      <Field
        name="accessKey"
        label="Access key"
        placeholder={kept ? 'Leave empty to keep the key' : 'Paste the key'}
        initial=""
        problem={problem}
        hint={
          <>
            {kept && 'At the same address the key stays unless you paste another. '}
            Made with{' '}
            <code className="font-mono wrap-anywhere">
              npx convex run admin:issueAccessKey {`'{"name":"My laptop","role":"redispatcher"}'`}
            </code>
          </>
        }
      />
      <Field name="name" label="Name (optional)" placeholder="acme-dev" initial={kept?.name} />
      <div className="flex items-center gap-2">
        <Button type="submit" look="primary" disabled={checking}>
          {checking ? 'Connecting…' : toldUnencrypted ? 'Connect unencrypted' : 'Connect'}
        </Button>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      </div>
    </form>
  );
}

function Field({
  name,
  label,
  placeholder,
  initial,
  hint,
  problem,
}: {
  name: 'url' | 'accessKey' | 'name';
  label: string;
  placeholder: string;
  initial?: string;
  hint?: ReactNode;
  problem?: Problem | null;
}) {
  const mine = problem?.field === name ? problem.message : null;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={`connect-${name}`}>{label}</label>
      <input
        id={`connect-${name}`}
        name={name}
        type="text"
        autoFocus={name === 'url'}
        defaultValue={initial}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={mine !== null}
        aria-describedby={`connect-${name}-problem connect-${name}-note`}
        className={`h-6 rounded-sm border bg-bg px-2 aria-invalid:border-failed ${name === 'accessKey' ? 'masked-input' : ''} border-hairline`}
      />
      {mine !== null && <Failure message={mine} messageId={`connect-${name}-problem`} />}
      {hint !== undefined && (
        <p id={`connect-${name}-note`} className="text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** happy-otter-123 for Convex Cloud, localhost:3210 for this machine. */
function nameOf(url: string): string {
  const { host } = new URL(url);
  return host.replace(/\.convex\.cloud$/, '');
}
