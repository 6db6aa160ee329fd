import { serveDocument } from '../../data/worker/workerDocument.ts';
import { openPayloadDiff } from '../../event/diff/payloadDiff.ts';

serveDocument(openPayloadDiff);
