import { describeBatch } from '../../behaviours/batch.ts';
import { startDeployment } from './deployment.ts';

describeBatch(startDeployment);
