import { serveDocument } from '../workerDocument.ts';
import { openPayloadDiff } from './payloadDiff.ts';

serveDocument(openPayloadDiff);
