import { testHugeTexts } from '../../behaviours/hugeTexts.ts';
import { startDeployment } from '../scriptedApp/startDeployment.ts';

testHugeTexts(startDeployment);
