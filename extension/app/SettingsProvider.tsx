import { createContext, useContext, useState, useSyncExternalStore, type ReactNode } from 'react';
import { FailureBar } from './FailureBar.tsx';
import { SettingsStore } from './settingsStore.ts';

const SettingsContext = createContext<SettingsStore | null>(null);

/** Gives the panel its settings, and says above it when the browser does not keep what was set. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [settings] = useState(() => new SettingsStore());
  const failure = useSyncExternalStore(settings.subscribe, () => settings.failure);
  const [closed, setClosed] = useState<typeof failure>(null);
  return (
    <div className="flex h-full flex-col">
      {failure !== null && failure !== closed && (
        <FailureBar
          message={`What you changed is not kept: ${failure.cause.replace(/\.$/, '')}; it will be gone when the panel closes.`}
          onRetry={settings.retry}
          // Once told, it is known.
          onClose={() => setClosed(failure)}
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
