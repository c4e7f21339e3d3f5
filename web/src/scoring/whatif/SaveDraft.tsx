import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { $api, api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import type { Card } from './useWhatif';

type Summary = Schema<'CardSummary'>;

/** A new draft, or what is tried in the place of the draft that is there. */
async function keep(tried: Card, draft: Summary | undefined) {
  const card = tried as Schema<'CardInput'>;
  if (!draft) await api.POST('/api/v1/cards', { body: { card } });
  else
    await api.PATCH('/api/v1/cards/{key}/draft', {
      params: { path: { key: card.key } },
      body: { revision: draft.revision ?? 1, card },
    });
}

/** Keeps what is tried as drafts. Nothing is scored with them before somebody compares and publishes. */
export function SaveDraft({ changed }: { changed: Card[] }) {
  const [isAsking, setAsking] = useState(false);
  const drafts = $api.useQuery('get', '/api/v1/cards').data?.items.filter(({ state }) => state === 'draft');
  const draftOf = ({ key }: Card) => drafts?.find((draft) => draft.key === key);
  const taken = changed.filter(draftOf);
  const save = useMutation<void, Error>({
    mutationFn: async () => {
      for (const card of changed) await keep(card, draftOf(card));
    },
    onSuccess: () => setAsking(false),
    onSettled: () => refresh('/api/v1/cards'),
  });
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        disabled={changed.length === 0 || !drafts}
        loading={save.isPending}
        onClick={() => (taken.length > 0 ? setAsking(true) : save.mutate())}
      >
        Save as draft
      </Button>
      {save.error && !isAsking && <Notice tone="bad">{save.error.message}</Notice>}
      {save.isSuccess && (
        <Notice>
          Kept as a draft. <Link to="/settings/cards">Compare and publish it</Link> among the scorecards.
        </Notice>
      )}
      <Confirm
        title="Replace the draft?"
        text={`${taken.map(({ name }) => name).join(' and ')} already has a draft. What is in it is replaced by what you try here.`}
        verb="Replace"
        isOpen={isAsking}
        isPending={save.isPending}
        error={save.error}
        onConfirm={() => save.mutate()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
