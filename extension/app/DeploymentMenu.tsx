import { Button } from './Button.tsx';
import { isLoopback } from './deploymentUrl.ts';
import { Menu, MenuItem, MenuSeparator } from './Menu.tsx';
import type { Deployment } from './settings.ts';

/** Which deployment is looked at, a badge when it is not on this machine, and the way to others. */
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
      <MenuItem onSelect={onAdd}>Connect another deployment…</MenuItem>
      <MenuItem onSelect={onChange}>Change name, URL or access key…</MenuItem>
      <MenuItem onSelect={onForget}>Forget “{current.name}”</MenuItem>
    </Menu>
  );
}
