import { afterAll, beforeAll } from 'vitest';
import { startDeployment, type Deployment } from '../../local/deployment.ts';
import { startIssuer, type Issuer } from '../fixtures/deployments/issuer.ts';

const functions = new URL('../fixtures/functions', import.meta.url).pathname;

/**
 * A local deployment for the tests of one file, and the issuer whose tokens it accepts. Both run
 * from the first test to the last.
 */
export function ownDeployment(): { deployment: Deployment; issuer: Issuer } {
  const own = {} as { deployment: Deployment; issuer: Issuer };
  beforeAll(async () => {
    own.issuer = await startIssuer();
    const env = { ISSUER: own.issuer.url };
    own.deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0, env });
  });
  afterAll(async () => {
    own.issuer.close();
    await own.deployment.close();
  });
  return own;
}
