import { useEffect, useMemo, useState } from 'react';
import { serverNow } from '../../data/connection/serverClock.ts';
import { useRead } from '../../data/useRead.ts';
import { useWorkerDocument } from '../../data/worker/useWorkerDocument.ts';
import type { RemoteDocument } from '../../data/worker/workerDocument.ts';
import type { EditCheck, openEdit } from './editedBody.ts';

export type Edit = RemoteDocument<typeof openEdit>;

const createWorker = () =>
  new Worker(new URL('./edit.worker.ts', import.meta.url), { type: 'module' });

const formattedBy = (edit: Edit) => edit.formatted();

/** An edit of a body, once a worker has opened and formatted it. */
export function useEdit(
  original: string,
): { edit: Edit; initial: string } | { error: string } | null {
  const args = useMemo((): [string] => [original], [original]);
  const opened = useWorkerDocument<typeof openEdit>(createWorker, args);
  const edit = opened.status === 'open' ? opened.document : null;
  const initial = useRead(formattedBy, edit);
  if (opened.status === 'failed') return { error: opened.error.message };
  if (initial.status === 'error') return { error: initial.error.message };
  return edit !== null && initial.status === 'success' ? { edit, initial: initial.data } : null;
}

/** The worker's check of a text, with the text that it checked. null until the worker answers. */
export function useEditCheck(edit: Edit, text: string) {
  const [checked, setChecked] = useState<(EditCheck & { text: string }) | null>(null);
  useEffect(() => {
    let gone = false;
    void edit.check(text, serverNow()).then((check) => !gone && setChecked({ ...check, text }));
    return () => {
      gone = true;
    };
  }, [edit, text]);

  const setOpen = async (index: number, open: boolean) => {
    const changes = await edit.setOpen(index, open);
    setChecked((last) => last && { ...last, changes });
  };
  return { checked, setOpen };
}
