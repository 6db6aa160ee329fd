import { testHugeTexts } from '../../behaviours/hugeTexts.ts';
import { startDeployment } from './scriptedApp.ts';

testHugeTexts(startDeployment);
