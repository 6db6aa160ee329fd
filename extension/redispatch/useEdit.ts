import { useEffect, useMemo, useState } from 'react';
import { useWorkerDocument } from '../inspector/useWorkerDocument.ts';
import type { RemoteDocument } from '../inspector/workerDocument.ts';
import type { EditCheck, openEdit } from './editedBody.ts';

export type Edit = RemoteDocument<typeof openEdit>;

const createWorker = () =>
  new Worker(new URL('./edit.worker.ts', import.meta.url), { type: 'module' });

/** An edit of a body, once a worker has opened and formatted it. */
export function useEdit(
  original: string,
): { edit: Edit; initial: string } | { error: string } | null {
  const args = useMemo((): [string] => [original], [original]);
  const opened = useWorkerDocument<typeof openEdit>(createWorker, args);
  const [ready, setReady] = useState<{ edit: Edit; initial: string } | null>(null);

  useEffect(() => {
    if (opened.status !== 'open') return;
    let current = true;
    const { document: edit } = opened;
    void edit.formatted().then((initial) => current && setReady({ edit, initial }));
    return () => {
      current = false;
    };
  }, [opened]);

  return opened.status === 'failed' ? { error: opened.error.message } : ready;
}

/** What the worker says of a text, and of which one: it answers later. null until it does. */
export function useEditCheck(edit: Edit, text: string) {
  const [checked, setChecked] = useState<(EditCheck & { text: string }) | null>(null);
  useEffect(() => {
    let current = true;
    void edit.check(text, Date.now()).then((check) => current && setChecked({ ...check, text }));
    return () => {
      current = false;
    };
  }, [edit, text]);

  const setOpen = async (index: number, open: boolean) => {
    const changes = await edit.setOpen(index, open);
    setChecked((last) => last && { ...last, changes });
  };
  return { checked, setOpen };
}
