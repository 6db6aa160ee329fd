import { describeEditedBody } from '../../behaviours/editedBody.ts';
import { describePreview } from '../../behaviours/preview.ts';
import { describeRedispatch } from '../../behaviours/redispatch.ts';
import { startDeployment } from './deployment.ts';

describeRedispatch(startDeployment);
describeEditedBody(startDeployment);
describePreview(startDeployment);
