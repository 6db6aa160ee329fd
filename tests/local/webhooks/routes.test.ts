import { describeRoutes } from '../../behaviours/routes.ts';
import { startDeployment } from './scriptedApp.ts';

describeRoutes(startDeployment);
