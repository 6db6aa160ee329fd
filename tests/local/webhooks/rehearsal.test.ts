import { testRehearsalProperties } from '../../behaviours/rehearsalProperties.ts';
import { startDeployment } from './scriptedApp.ts';

testRehearsalProperties(startDeployment, 25);
