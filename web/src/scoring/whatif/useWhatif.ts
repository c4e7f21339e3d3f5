import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { $api, api, type Schema } from '@/lib/api';
import { applyTrial, type Trial } from './change';
import { useLatest } from './useLatest';

export type Card = Schema<'Card'>;
export type Whatif = Schema<'Whatif'>;
export type WhatifAsk = Schema<'WhatifAskInput'>;

async function askMatrix(body: WhatifAsk): Promise<Whatif> {
  const { data } = await api.POST('/api/v1/what-if', { body });
  return data as Whatif;
}

type ListAsk = Schema<'WhatifListAskInput'>;
type List = Schema<'Portfolio'>;

export async function askList(body: ListAsk): Promise<List> {
  const { data } = await api.POST('/api/v1/what-if/portfolio', { body });
  return data as List;
}

/** The list of accounts under the tried cards; nothing is asked while none differs. */
export function useTriedList(query: NonNullable<ListAsk['query']>, changed: Card[]) {
  return useLatest<ListAsk, List>(changed.length > 0 ? { query, cards: changed } : null, askList);
}

const cardOptions = (key: string) =>
  $api.queryOptions(
    'get',
    '/api/v1/cards/{key}',
    { params: { path: { key } } },
    { enabled: key !== '', staleTime: 60_000 },
  );

/** The cards of these keys (two at most) as they are in force. */
export function useCards(keys: string[]): { cards: Card[] | undefined; error: Error | null } {
  const [first = '', second = ''] = keys;
  const one = useQuery(cardOptions(first));
  const two = useQuery(cardOptions(second));
  const cards = useMemo(
    () => (one.data && (two.data || second === '') ? [one.data, ...(two.data ? [two.data] : [])] : undefined),
    [one.data, two.data, second],
  );
  return { cards, error: one.error ?? two.error };
}

/** The cards with what is tried; those of them that differ go to the server. */
export function useTried(cards: Card[] | undefined, trial: Trial) {
  return useMemo(() => {
    const tried = cards?.map((card) => applyTrial(card, trial)) ?? [];
    return { tried, changed: tried.filter((card, at) => card !== cards?.[at]) };
  }, [cards, trial]);
}

/** The matrix and the movements under the tried cards; nothing is asked while none differs. */
export function useWhatif(ask: Omit<WhatifAsk, 'cards'>, changed: Card[]) {
  return useLatest<WhatifAsk, Whatif>(changed.length > 0 ? { ...ask, cards: changed } : null, askMatrix);
}
