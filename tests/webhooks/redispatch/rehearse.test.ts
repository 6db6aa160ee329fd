import { testRehearsalProperties } from '../../behaviours/rehearsalProperties.ts';
import { startDeployment } from '../scriptedApp/startDeployment.ts';

testRehearsalProperties(startDeployment, 100);
