import { openReplay } from '../../data/replay.ts';
import { serveDocument } from '../workerDocument.ts';

serveDocument(openReplay);
