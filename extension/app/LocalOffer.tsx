import { useCallback } from 'react';
import { findLocalDeployment } from '../data/connection/localDeployment.ts';
import { useRead } from '../data/useRead.ts';
import { Button } from '../ui/control/Button.tsx';

/** Offers the deployment on this machine, if one answers. Nothing is filled in before a click. */
export function LocalOffer({
  onChoose,
}: {
  onChoose: (form: HTMLFormElement, url: string) => void;
}) {
  const found = useRead(
    useCallback(() => findLocalDeployment(), []),
    'local',
  );
  if (found.status !== 'success' || found.data === null) return null;
  const url = found.data;
  return (
    <div>
      <Button onClick={({ currentTarget: { form } }) => form && onChoose(form, url)}>
        Use the local deployment, {new URL(url).host}
      </Button>
    </div>
  );
}
