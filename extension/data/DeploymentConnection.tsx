import { ConvexProvider } from 'convex/react';
import {
  createContext,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { Connection, type SocketStatus } from './connection.ts';
import { AccessKeyProvider } from './operator.tsx';

const ConnectionContext = createContext<Connection | null>(null);

/**
 * Opens one client for a deployment and closes it when it goes. Give it a `key` that changes with
 * the deployment and its access key.
 */
export function DeploymentConnection({
  url,
  accessKey,
  children,
}: {
  url: string;
  accessKey: string;
  children: ReactNode;
}) {
  const [connection, setConnection] = useState<Connection | null>(null);
  useEffect(() => {
    const opened = new Connection(url);
    setConnection(opened);
    return () => opened.close();
  }, [url]);

  if (connection === null) return null;
  return (
    <ConvexProvider client={connection.client}>
      <AccessKeyProvider value={accessKey}>
        <ConnectionContext value={connection}>{children}</ConnectionContext>
      </AccessKeyProvider>
    </ConvexProvider>
  );
}

/** Whether the socket is connecting, live, or offline and since when. */
export function useSocketStatus(): SocketStatus {
  const connection = useContext(ConnectionContext);
  if (connection === null)
    throw new Error('No connection: render this inside DeploymentConnection.');
  return useSyncExternalStore(connection.subscribe, () => connection.status);
}
