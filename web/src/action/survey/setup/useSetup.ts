import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, Problem, type Schema } from '@/lib/api';
import { sentence } from '@/lib/words';
import { refreshSurveys, type Survey, type SurveyView } from '../useSurveys';

const TYPING_MS = 600;

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/** The members that are not as they are stored. */
const changesOf = (draft: Survey, saved: Survey): Partial<Survey> =>
  Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => differs(value, saved[name as keyof Survey])),
  );

export interface Setup {
  survey: Survey;
  /** As it is stored: what the previews show. */
  saved: Survey;
  state: 'saved' | 'saving' | 'refused';
  put: (part: Partial<Survey>) => void;
  /** What the server says against an input. */
  errorAt: (name: keyof Survey) => string | undefined;
  /** Saves what is still waiting; whether all is stored now. */
  flush: () => Promise<boolean>;
}

/** The survey as it is being set up: stored by itself when one pauses, so that the previews are of what is stored. */
export function useSetup(view: SurveyView): Setup {
  const [survey, setSurvey] = useState(view.survey);
  const [saved, setSaved] = useState(view.survey);
  const latest = useRef(survey);
  latest.current = survey;
  const save = useMutation<SurveyView | undefined, Error, Partial<Survey>>({
    mutationFn: async (changes) =>
      (
        await api.PATCH('/api/v1/surveys/{key}', {
          params: { path: { key: view.survey.key } },
          body: changes as Schema<'SurveyPatch'>,
        })
      ).data,
    onSuccess(reply, changes) {
      if (reply) setSaved(reply.survey);
      // What the server completed is taken over where nobody has typed on.
      if (reply && !differs(changesOf(latest.current, { ...saved, ...changes }), {})) setSurvey(reply.survey);
      void refreshSurveys();
    },
  });
  const { mutate, mutateAsync, isPending, error } = save;

  useEffect(() => {
    const changes = changesOf(survey, saved);
    if (Object.keys(changes).length === 0) return;
    const timer = setTimeout(() => mutate(changes), TYPING_MS);
    return () => clearTimeout(timer);
  }, [survey, saved, mutate]);

  const isDirty = Object.keys(changesOf(survey, saved)).length > 0;
  return {
    survey,
    saved,
    state: isPending || (isDirty && !error) ? 'saving' : error && isDirty ? 'refused' : 'saved',
    put: (part) => setSurvey((old) => ({ ...old, ...part })),
    errorAt: (name) =>
      isDirty && error instanceof Problem && error.field?.split(/[.[]/)[0] === name
        ? sentence(error.message)
        : undefined,
    async flush() {
      const changes = changesOf(survey, saved);
      if (Object.keys(changes).length === 0) return true;
      try {
        await mutateAsync(changes);
        return true;
      } catch {
        return false;
      }
    },
  };
}
