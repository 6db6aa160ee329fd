import { serveDocument } from '../workerDocument.ts';
import { openPayloadTree } from './payloadTree.ts';

serveDocument(openPayloadTree);
