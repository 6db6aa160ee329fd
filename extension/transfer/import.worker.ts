import { serveDocument } from '../data/worker/workerDocument.ts';
import { readImport } from './readImport.ts';

serveDocument(async (file: File) => readImport(await file.text()));
