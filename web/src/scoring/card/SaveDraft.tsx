import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { $api, api, type Schema } from '@/lib/api';
import { queryClient, refresh } from '@/lib/queries';

type Card = Schema<'Card'>;
type Draft = Schema<'CardSummary'>;

const draftOf = (drafts: Draft[], { key }: Card) => drafts.find((draft) => draft.key === key);

/** The drafts there are now, whoever began them. */
async function askDrafts(): Promise<Draft[]> {
  const options = $api.queryOptions('get', '/api/v1/cards');
  const { items } = await queryClient.fetchQuery({ ...options, staleTime: 0 });
  return items.filter(({ state }) => state === 'draft');
}

/** A new draft, or what is tried in the place of the draft that is there. */
async function keep(tried: Card, draft: Draft | undefined) {
  const card = tried as Schema<'CardInput'>;
  if (!draft) await api.POST('/api/v1/cards', { body: { card } });
  else
    await api.PATCH('/api/v1/cards/{key}/draft', {
      params: { path: { key: card.key } },
      body: { revision: draft.revision ?? 1, card },
    });
}

interface SaveDraftProps {
  changed: Card[];
  label?: string;
  /** In the place of a draft that is there: "what you try here". */
  what: string;
  variant?: 'default' | 'filled';
  size?: 'compact-sm' | 'xs';
  /** Before the page is left, so that going back brings what is tried. */
  onLeave?: () => void;
}

/** Keeps cards as drafts and opens them. Nothing is scored with them before somebody compares and publishes. */
export function SaveDraft(props: SaveDraftProps) {
  const { changed, label = 'Save as draft', what, variant = 'default', size = 'compact-sm', onLeave } = props;
  const navigate = useNavigate();
  /** The drafts that somebody is asked about: those, in the state they are in, may be replaced. */
  const [inTheWay, setInTheWay] = useState<Draft[]>([]);
  const [isAsking, setAsking] = useState(false);
  const save = useMutation<Draft[], Error, Draft[] | undefined>({
    async mutationFn(known) {
      const drafts = known ?? (await askDrafts());
      const taken = known ? [] : changed.flatMap((card) => draftOf(drafts, card) ?? []);
      if (taken.length > 0) return taken;
      for (const card of changed) await keep(card, draftOf(drafts, card));
      // The editor looks here whether there is a draft.
      await askDrafts();
      return [];
    },
    onSuccess(taken) {
      setInTheWay(taken);
      setAsking(taken.length > 0);
      if (taken.length > 0) return;
      const [first, second] = changed;
      const isOne = first && !second;
      void navigate(isOne ? `/settings/cards/${encodeURIComponent(first.key)}/edit` : '/settings/cards');
    },
    // Not waited for: a button that still turns could not take the focus of the question.
    onSettled() {
      void refresh('/api/v1/cards');
    },
  });
  return (
    <>
      <Button
        variant={variant}
        size={size}
        disabled={changed.length === 0}
        loading={save.isPending && !isAsking}
        onClick={() => {
          onLeave?.();
          save.mutate(undefined);
        }}
      >
        {label}
      </Button>
      {save.error && !isAsking && <Notice tone="bad">{save.error.message}</Notice>}
      <Confirm
        title="Replace the draft?"
        text={`${inTheWay.map(({ name }) => name).join(' and ')} already has a draft. What is in it is replaced by ${what}.`}
        verb="Replace"
        isOpen={isAsking}
        isPending={save.isPending}
        error={save.error}
        onConfirm={() => save.mutate(inTheWay)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
