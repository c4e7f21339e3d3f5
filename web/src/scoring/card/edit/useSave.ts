import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';

type Card = Schema<'Card'>;
type CardInput = Schema<'CardInput'>;

/** Saves the draft with the revision that was seen, so that nobody overwrites anybody. */
export function useSave(draft: Schema<'CardDraft'>) {
  const revision = useRef(draft.summary.revision);
  const [saved, setSaved] = useState(draft.card);
  const { key } = draft.card;
  const mutation = useMutation<Schema<'CardDraft'> | undefined, Error, Card>({
    mutationFn: async (card) => {
      const body = { revision: revision.current, card: card as CardInput };
      return (await api.PATCH('/api/v1/cards/{key}/draft', { params: { path: { key } }, body })).data;
    },
    onSuccess(reply, card) {
      if (reply) revision.current = reply.summary.revision;
      setSaved(card);
      void refresh('/api/v1/cards');
    },
  });
  /** Whether it is saved now; why not is in `error`. */
  const save = async (card: Card) => {
    try {
      await mutation.mutateAsync(card);
      return true;
    } catch {
      return false;
    }
  };
  return {
    save,
    saved,
    revision,
    isPending: mutation.isPending,
    error: mutation.error,
    /** The card that was refused. */
    refused: mutation.isError ? mutation.variables : undefined,
  };
}
