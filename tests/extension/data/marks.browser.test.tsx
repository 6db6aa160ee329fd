import { expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { DeploymentConnection } from '../../../extension/data/connection/DeploymentConnection.tsx';
import { useMarks } from '../../../extension/data/marks.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';

const backend = ownBackend();

function Marks() {
  return (
    <ol>
      {useMarks().map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </ol>
  );
}

test('a new mark of a deploy appears without a reload, above the earlier ones', async () => {
  const markDeploy = async (name: string) =>
    await commands.runAsAdmin(backend.url, 'webhookAdmin:markDeploy', { name });
  await markDeploy('v1.4');
  await render(
    <DeploymentConnection url={backend.url} accessKey={backend.accessKey}>
      <Marks />
    </DeploymentConnection>,
  );
  await expect.element(page.getByRole('list')).toMatchTextContent('v1.4');
  await markDeploy('v1.5');
  await expect.element(page.getByRole('list')).toMatchTextContent('v1.5v1.4');
});
