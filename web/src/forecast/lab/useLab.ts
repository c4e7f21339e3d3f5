import { useAnswer } from '@/jobs/useAnswer';
import { api } from '@/lib/api';
import type { Lab } from './lab';
import type { LabAsk } from './useQuestion';

/** The past does not change while one looks at it, but drafts do. */
const STALE_MS = 300_000;
export const staleTimeOf = (cards: string[]) => (cards.some((ref) => ref.endsWith('@draft')) ? 0 : STALE_MS);

const PATH = '/api/v1/lab';

export const useLab = (ask: LabAsk) =>
  useAnswer<Lab>({
    key: ['lab', PATH, ask],
    staleTime: staleTimeOf(ask.cards ?? []),
    ask: async () => {
      const { data } = await api.POST(PATH, { body: ask });
      return { answer: data?.lab ?? null, job: data?.job ?? null };
    },
  });
