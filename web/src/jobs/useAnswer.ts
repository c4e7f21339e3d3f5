import { useQuery } from '@tanstack/react-query';
import type { Schema } from '@/lib/api';
import { isJobOver, useJob } from './useJob';

type Job = Schema<'Job'>;

interface Ask<Result> {
  /** What is asked, for the memory of answers; the second is the path (lib/queries.ts). */
  key: unknown[];
  /** The answer, or the job whose result it will be. */
  ask: () => Promise<{ answer: Result | null; job: Job | null }>;
  isEnabled?: boolean;
  staleTime?: number;
}

/** Asks what is answered at once where there is little, and by a job where there is much. */
export function useAnswer<Result>({ key, ask, isEnabled = true, staleTime = 60_000 }: Ask<Result>) {
  const asked = useQuery({ queryKey: key, queryFn: ask, enabled: isEnabled, staleTime });
  const id = asked.data?.job?.id;
  const watched = useJob(id);
  const job = id === undefined ? undefined : (watched.data ?? asked.data?.job ?? undefined);
  const answer =
    asked.data?.answer ?? (job?.state === 'done' ? (job.result as unknown as Result) : undefined);
  return {
    answer: answer ?? undefined,
    /** While it works. */
    job: isJobOver(job?.state) ? undefined : job,
    error: asked.error ?? (id === undefined ? null : watched.error) ?? failureOf(job),
    isStopped: job?.state === 'cancelled',
    again: () => void asked.refetch(),
  };
}

const failureOf = (job: Job | undefined) =>
  job?.state === 'failed' ? new Error(job.error ?? 'It failed without a reason.') : null;
