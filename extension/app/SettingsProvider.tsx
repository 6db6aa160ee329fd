import { createContext, useContext, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { SettingsStore } from './settingsStore.ts';

const SettingsContext = createContext<SettingsStore | null>(null);

/** Gives the panel its settings, and says above it when the browser does not keep what was set. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [settings] = useState(() => new SettingsStore());
  const refusal = useSyncExternalStore(settings.subscribe, () => settings.refusal);
  const [closed, setClosed] = useState(false);
  return (
    <div className="flex h-full flex-col">
      {refusal !== null && !closed && (
        <UnkeptNotice
          cause={refusal}
          onRetry={settings.retry}
          // Once told, it is known.
          onClose={() => setClosed(true)}
        />
      )}
      <div className="min-h-0 flex-1">
        <SettingsContext value={settings}>{children}</SettingsContext>
      </div>
    </div>
  );
}

export function useSettings(): SettingsStore {
  const settings = useContext(SettingsContext);
  if (settings === null) throw new Error('No settings: render this inside SettingsProvider.');
  return settings;
}

function UnkeptNotice({
  cause,
  onRetry,
  onClose,
}: {
  cause: string;
  onRetry: () => void;
  onClose: () => void;
}) {
  const told = `What you changed is not kept: ${cause.replace(/\.$/, '')}; it will be gone when the panel closes.`;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 border-b border-hairline bg-warning-bg px-2 py-1 text-warning"
    >
      <p className="min-w-0 flex-1 basis-60 break-words">{told}</p>
      <CopyButton text={() => told}>Copy the error</CopyButton>
      <Button onClick={onRetry}>Try again</Button>
      <Button look="quiet" aria-label="Close this notice" onClick={onClose}>
        ✕
      </Button>
    </div>
  );
}
