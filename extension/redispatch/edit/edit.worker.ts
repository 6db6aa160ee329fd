import { serveDocument } from '../../data/worker/workerDocument.ts';
import { openEdit } from './editedBody.ts';

serveDocument(openEdit);
