import { useState, type FormEvent } from 'react';
import { checkDeployment } from '../data/connection/checkDeployment.ts';
import { PageDeployments } from '../page/PageDeployments.tsx';
import { parseDeploymentUrl } from '../panel/deploymentUrl.ts';
import type { Link } from '../panel/link.ts';
import { parseConnectString, unwrapped } from '../panel/pasted.ts';
import { readReference } from '../panel/reference.ts';
import type { Deployment } from '../panel/settings.ts';
import { Button } from '../ui/control/Button.tsx';
import { ConnectField } from './ConnectField.tsx';
import { KeyCommand } from './KeyCommand.tsx';
import { LocalOffer } from './LocalOffer.tsx';

interface Problem {
  field: 'url' | 'accessKey';
  message: string;
}

/** Asks for a deployment and a key, and keeps them only if the deployment accepts the key. */
export function ConnectForm({
  kept,
  url,
  onConnect,
  onReference,
  onCancel,
}: {
  /** A deployment to change. At the same URL it keeps its access key unless a new one is given. */
  kept?: Deployment;
  /** The initial text of the URL field. */
  url?: string;
  onConnect: (deployment: Deployment) => void;
  /** A reference to an event was pasted in place of an address. */
  onReference?: (link: Link) => void;
  onCancel?: () => void;
}) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [checking, setChecking] = useState(false);
  /** The unencrypted URL that the form warned of: a second press confirms it. */
  const [warnedOf, setWarnedOf] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (name: Problem['field'] | 'name') => fieldOf(form, name).value.trim();
    const fail = (found: Problem) => {
      setProblem(found);
      fieldOf(form, found.field).focus();
    };
    const reference = readReference(text('url'));
    if (reference !== null) return onReference?.(reference);
    const parsed = parseDeploymentUrl(text('url'));
    const isConfirmed = parsed.kind === 'unencrypted' && parsed.url === warnedOf;
    if (parsed.kind !== 'ok' && !isConfirmed) {
      setWarnedOf(parsed.kind === 'unencrypted' ? parsed.url : null);
      return fail({ field: 'url', message: parsed.message });
    }
    // Never send a key to another URL than the one that it was given for.
    const keptKey = parsed.url === kept?.url ? kept.accessKey : '';
    const accessKey = unwrapped(text('accessKey')) || keptKey;
    if (accessKey === '') {
      const whose = kept === undefined ? '' : ' of the deployment at this address';
      return fail({ field: 'accessKey', message: `Paste the access key${whose}.` });
    }
    setProblem(null);
    // Changing only the name needs no check.
    if (accessKey !== keptKey) {
      setChecking(true);
      const checked = await checkDeployment(parsed.url, accessKey);
      // The user has left the form meanwhile, or another check has connected.
      if (!form.isConnected) return;
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

  /** A connect string in either field fills both. A pasted one also submits the form. */
  const onInput = ({ currentTarget: form, target, nativeEvent }: FormEvent<HTMLFormElement>) => {
    setWarnedOf(null);
    const isPasted = (nativeEvent as InputEvent).inputType === 'insertFromPaste';
    const { value } = target as HTMLInputElement;
    const reference = isPasted ? readReference(value) : null;
    if (reference !== null) return onReference?.(reference);
    const parts = parseConnectString(value);
    if (parts === null) return;
    fieldOf(form, 'url').value = parts.url;
    fieldOf(form, 'accessKey').value = parts.accessKey;
    if (isPasted) form.requestSubmit();
  };
  const choose = (form: HTMLFormElement, offered: string) => {
    fieldOf(form, 'url').value = offered;
    fieldOf(form, 'accessKey').focus();
  };

  const problemOf = (field: Problem['field']) =>
    problem?.field === field ? problem.message : null;
  return (
    <form
      aria-label="Connect"
      noValidate
      onSubmit={(event) => void submit(event)}
      onInput={onInput}
      className="flex w-full max-w-sm flex-col gap-3"
    >
      <ConnectField
        name="url"
        label="Deployment URL"
        placeholder="https://happy-otter-123.convex.cloud"
        initial={kept?.url ?? url}
        problem={problemOf('url')}
      />
      {!kept && <LocalOffer onChoose={choose} />}
      <PageDeployments onChoose={(chosen, form) => form && choose(form, chosen)} />
      <ConnectField
        name="accessKey"
        label="Access key"
        placeholder={
          kept ? 'Leave empty to keep the key' : 'Paste the key, or wdk_…@host for both fields'
        }
        problem={problemOf('accessKey')}
        hint={
          <>
            {kept && 'At the same address the key stays unless you paste another. '}
            <KeyCommand />
          </>
        }
      />
      <ConnectField
        name="name"
        label="Name (optional)"
        placeholder="acme-dev"
        initial={kept?.name}
      />
      <div className="flex items-center gap-2">
        <Button type="submit" look="primary" disabled={checking}>
          {checking ? 'Connecting…' : warnedOf !== null ? 'Connect unencrypted' : 'Connect'}
        </Button>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      </div>
    </form>
  );
}

function fieldOf(form: HTMLFormElement, name: Problem['field'] | 'name'): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

/** happy-otter-123 for Convex Cloud, localhost:3210 for this machine. */
function nameOf(url: string): string {
  const { host } = new URL(url);
  return host.replace(/\.convex\.cloud$/, '');
}
