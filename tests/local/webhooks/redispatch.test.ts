import { describeRedispatch } from '../../behaviours/redispatch.ts';
import { startDeployment } from './deployment.ts';

describeRedispatch(startDeployment);
