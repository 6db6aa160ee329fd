import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { pageItem, type PageSettings } from '../../panel/settings.ts';
import { useStored } from '../../panel/useStored.ts';
import type { InspectedPage } from './inspectedPage.ts';
import { NOTHING_KNOWN, PageWatch, type PageSnapshot } from './pageWatch.ts';

interface FollowedPage {
  /** null while the page is not followed. */
  watch: PageWatch | null;
  settings: PageSettings;
  setSettings: (settings: PageSettings) => void;
}

const PageContext = createContext<FollowedPage | null>(null);

/** Follows the inspected page while the settings say so. In a tab there is none: `page` is null. */
export function PageProvider({
  page,
  children,
}: {
  page: InspectedPage | null;
  children: ReactNode;
}) {
  const [settings, setSettings] = useStored(pageItem, { follow: true });
  const isFollowed = settings?.follow ?? false;
  const watch = useMemo(
    () => (page === null || !isFollowed ? null : new PageWatch(page)),
    [page, isFollowed],
  );
  useEffect(() => watch?.start(), [watch]);

  const followed =
    page === null || settings === undefined ? null : { watch, settings, setSettings };
  return <PageContext value={followed}>{children}</PageContext>;
}

/** The inspected page; null in a tab. */
export function usePage(): FollowedPage | null {
  return useContext(PageContext);
}

/** What is known of the page so far; nothing while it is not followed. */
export function usePageSnapshot(): PageSnapshot {
  const watch = usePage()?.watch ?? null;
  return useSyncExternalStore(watch?.subscribe ?? never, () => watch?.snapshot ?? NOTHING_KNOWN);
}

function never(): () => void {
  return () => {};
}
