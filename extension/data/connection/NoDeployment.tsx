import type { ReactNode } from 'react';
import { DeploymentConnection } from './DeploymentConnection.tsx';

/** A socket that never opens, so that no server is asked. */
class SilentSocket extends EventTarget {
  readonly readyState = WebSocket.CONNECTING;
  close(): void {}
  send(): void {}
}

/** For views without a deployment, such as a file: queries stay pending. */
export function NoDeployment({ children }: { children: ReactNode }) {
  return (
    <DeploymentConnection
      url="http://127.0.0.1:3210"
      accessKey=""
      socket={SilentSocket as unknown as typeof WebSocket}
    >
      {children}
    </DeploymentConnection>
  );
}
