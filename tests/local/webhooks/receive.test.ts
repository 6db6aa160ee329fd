import { describeReceiving } from '../../behaviours/receive.ts';
import { startDeployment } from './deployment.ts';

describeReceiving(startDeployment);
