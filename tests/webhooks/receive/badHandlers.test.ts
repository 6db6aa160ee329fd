import { testBadHandlers } from '../../behaviours/badHandlers.ts';
import { startDeployment } from '../scriptedApp/startDeployment.ts';

testBadHandlers(startDeployment);
