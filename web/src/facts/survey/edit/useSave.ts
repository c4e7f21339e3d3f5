import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Draft, saveDraft } from '../draftCalls';
import { type Instrument, tidied } from '../instrument';
import { refreshInstruments } from '../refreshInstruments';

/** Saves the draft with the revision that was seen, so that nobody overwrites anybody. */
export function useSave(draft: Draft) {
  const revision = useRef(draft.summary.revision);
  const [saved, setSaved] = useState(draft.instrument);
  const mutation = useMutation<Draft, Error, Instrument>({
    mutationFn: (instrument) => saveDraft(draft.summary.id, revision.current, tidied(instrument)),
    onSuccess(reply, instrument) {
      revision.current = reply.summary.revision;
      setSaved(instrument);
      void refreshInstruments();
    },
  });
  /** Whether it is saved now; why not is in `error`. */
  const save = async (instrument: Instrument) => {
    try {
      await mutation.mutateAsync(instrument);
      return true;
    } catch {
      return false;
    }
  };
  return { save, saved, revision, isPending: mutation.isPending, error: mutation.error };
}
