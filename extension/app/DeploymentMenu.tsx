import { Button } from '../ui/control/Button.tsx';
import { isLoopback } from '../panel/deploymentUrl.ts';
import { Menu, MenuNote } from '../ui/overlay/Menu.tsx';
import { MenuItem, MenuSeparator } from '../ui/overlay/MenuItem.tsx';
import { useMe } from '../data/connection/me.ts';
import type { Deployment } from '../panel/settings.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { usePanelState } from './state/panelState.tsx';

/**
 * The open deployment, with a badge if it is not on this machine, and a menu with the key in use
 * and the other deployments.
 */
export function DeploymentMenu({
  deployments,
  current,
  onSwitch,
  onAdd,
  onChange,
  onForget,
}: {
  deployments: Deployment[];
  current: Deployment;
  onSwitch: (id: string) => void;
  onAdd: () => void;
  onChange: () => void;
  onForget: () => void;
}) {
  const { setDialog } = usePanelState();
  const me = useMe();
  const isHere = isLoopback(current.url);
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          aria-label={`Deployment ${current.name}`}
          hint={
            isHere ? current.url : `${current.url}: not on this machine, others may depend on it`
          }
        >
          <span className="max-w-40 truncate max-[480px]:max-w-24 font-semibold">
            {current.name}
          </span>
          {!isHere && (
            <span className="rounded-sm bg-warning-bg px-1 text-warning">
              {current.url.startsWith('http:') ? 'remote, unencrypted' : 'remote'}
            </span>
          )}
          <span aria-hidden>▾</span>
        </Button>
      }
    >
      {me.status === 'success' && (
        <MenuNote>
          Your key: <VisibleText text={me.data.name} />, {me.data.role}
        </MenuNote>
      )}
      {deployments.map(({ id, name, url }) => (
        <MenuItem
          key={id}
          hint={[!isLoopback(url) && 'remote', id === current.id && '✓'].filter(Boolean).join(' ')}
          onSelect={() => onSwitch(id)}
        >
          {name}
        </MenuItem>
      ))}
      <MenuSeparator />
      {me.status === 'success' && (
        <MenuItem hint="d" onSelect={() => setDialog({ kind: 'doctor' })}>
          Doctor: do webhooks arrive?
        </MenuItem>
      )}
      <MenuItem onSelect={onAdd}>Connect another deployment…</MenuItem>
      <MenuItem onSelect={onChange}>Change name, URL or access key…</MenuItem>
      <MenuItem onSelect={onForget}>Forget “{current.name}”</MenuItem>
    </Menu>
  );
}
