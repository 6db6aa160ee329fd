import { testConvergence } from '../../behaviours/convergence.ts';
import { startDeployment } from './scriptedApp.ts';

testConvergence(startDeployment, 50);
