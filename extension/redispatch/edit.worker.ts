import { serveDocument } from '../inspector/workerDocument.ts';
import { openEdit } from './editedBody.ts';

serveDocument(openEdit);
