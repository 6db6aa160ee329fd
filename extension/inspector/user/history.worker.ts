import { serveDocument } from '../workerDocument.ts';
import { openReplay } from './replay.ts';

serveDocument(openReplay);
