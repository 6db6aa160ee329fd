import { serveDocument } from '../inspector/workerDocument.ts';
import { readImport } from './readImport.ts';

serveDocument(async (file: File) => readImport(await file.text()));
