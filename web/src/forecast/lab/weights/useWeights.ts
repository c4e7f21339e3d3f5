import { useAnswer } from '@/jobs/useAnswer';
import { api, type Schema } from '@/lib/api';
import { staleTimeOf } from '../useLab';
import type { LabAsk } from '../useQuestion';

export type Weights = Schema<'Weights'>;
export type Level = Weights['level'];

const PATH = '/api/v1/lab/weights';

/** Of the same rows as the question; nothing is asked without a card. */
export function useWeights(ask: LabAsk, card: string | undefined, level: Level) {
  const { cards: _, ...rows } = ask;
  const body = { ...rows, card: card ?? '', level };
  return useAnswer<Weights>({
    key: ['weights', PATH, body],
    staleTime: staleTimeOf([body.card]),
    isEnabled: card !== undefined,
    ask: async () => {
      const { data } = await api.POST(PATH, { body });
      return { answer: data?.weights ?? null, job: data?.job ?? null };
    },
  });
}
