import { describeBatch } from '../../behaviours/batch.ts';
import { describeBatchControl } from '../../behaviours/batchControl.ts';
import { describePreviewMany } from '../../behaviours/previewMany.ts';
import { startDeployment } from './deployment.ts';

describeBatch(startDeployment);
describeBatchControl(startDeployment);
describePreviewMany(startDeployment);
