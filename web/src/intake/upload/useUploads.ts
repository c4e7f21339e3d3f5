import { useCallback, useReducer } from 'react';
import { Problem, type Schema, upload } from '@/lib/api';

type Upload = Schema<'Upload'>;

export interface Sending {
  id: number;
  file: File;
  /** Sent so far, 0 to 1. */
  share: number;
  uploaded: Upload | null;
  error: string | null;
  stop: () => void;
}

type Action =
  | { type: 'add'; sending: Sending }
  | { type: 'change'; id: number; part: Partial<Sending> }
  | { type: 'remove'; id: number };

function reduce(list: Sending[], action: Action): Sending[] {
  switch (action.type) {
    case 'add':
      return [...list, action.sending];
    case 'change':
      return list.map((item) => (item.id === action.id ? { ...item, ...action.part } : item));
    case 'remove':
      return list.filter(({ id }) => id !== action.id);
  }
}

let lastId = 0;

/** Files on their way to the server, each with its progress. */
export function useUploads() {
  const [list, dispatch] = useReducer(reduce, []);

  const send = useCallback((file: File) => {
    const id = ++lastId;
    const control = new AbortController();
    const change = (part: Partial<Sending>) => dispatch({ type: 'change', id, part });
    dispatch({
      type: 'add',
      sending: { id, file, share: 0, uploaded: null, error: null, stop: () => control.abort() },
    });
    upload<Upload>(`/api/v1/uploads?name=${encodeURIComponent(file.name)}`, file, {
      onProgress: (share) => change({ share }),
      signal: control.signal,
    })
      .then((uploaded) => change({ uploaded, share: 1 }))
      .catch((error: unknown) => {
        const isOurs = error instanceof Problem;
        change({ error: isOurs ? error.message : 'The file could not be read. Choose it again.' });
      });
  }, []);

  const add = useCallback((files: Iterable<File>) => [...files].forEach(send), [send]);
  const remove = useCallback((item: Sending) => {
    item.stop();
    dispatch({ type: 'remove', id: item.id });
  }, []);

  return { list, add, remove };
}
