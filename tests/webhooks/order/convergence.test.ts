import { testConvergence } from '../../behaviours/convergence.ts';
import { startDeployment } from '../scriptedApp/startDeployment.ts';

testConvergence(startDeployment, 100);
