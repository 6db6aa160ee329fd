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
import { serverClock } from './serverClock.ts';

const ConnectionContext = createContext<Connection | null>(null);

/**
 * Opens one client for a deployment and closes it on unmounting. Give it a `key` that changes with
 * the deployment and its access key.
 */
export function DeploymentConnection({
  url,
  accessKey,
  socket,
  children,
}: {
  url: string;
  accessKey: string;
  /** Replaces the browser's WebSocket. */
  socket?: typeof WebSocket;
  children: ReactNode;
}) {
  const [connection] = useState(() => new Connection(url, socket));
  useEffect(() => {
    serverClock.reset();
    return connection.open();
  }, [connection]);

  return (
    <ConvexProvider client={connection.client}>
      <AccessKeyProvider value={accessKey}>
        <ConnectionContext value={connection}>{children}</ConnectionContext>
      </AccessKeyProvider>
    </ConvexProvider>
  );
}

/** The state of the socket: connecting, live, or offline and since when. */
export function useSocketStatus(): SocketStatus {
  const connection = useContext(ConnectionContext);
  if (connection === null)
    throw new Error('No connection: render this inside DeploymentConnection.');
  return useSyncExternalStore(connection.subscribe, () => connection.status);
}
