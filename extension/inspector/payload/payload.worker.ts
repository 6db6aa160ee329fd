import { serveDocument } from '../../data/worker/workerDocument.ts';
import { openPayloadTree } from './payloadTree.ts';

serveDocument(openPayloadTree);
