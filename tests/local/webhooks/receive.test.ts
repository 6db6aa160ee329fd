import { describe } from 'vitest';
import { describeAccepting } from '../../behaviours/accept.ts';
import { describeReceiving } from '../../behaviours/receive.ts';
import { describeRejecting } from '../../behaviours/reject.ts';
import { startDeployment } from './deployment.ts';

describe('received', () => describeReceiving(startDeployment));
describe('unusual but valid', () => describeAccepting(startDeployment));
describe('rejected', () => describeRejecting(startDeployment));
