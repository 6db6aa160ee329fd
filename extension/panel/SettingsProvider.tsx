import { createContext, useContext, useState, useSyncExternalStore, type ReactNode } from 'react';
import { FailureBar } from '../ui/notice/FailureBar.tsx';
import { SettingsStore } from './settingsStore.ts';

const SettingsContext = createContext<SettingsStore | null>(null);

/** Gives the panel its settings. A bar above says when the browser cannot store them. */
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
          // Do not show the same failure again.
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
