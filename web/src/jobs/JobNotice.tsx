import { type ReactNode, useEffect, useRef } from 'react';
import { Notice } from '@/components/Notice';
import type { Schema } from '@/lib/api';
import { sentence } from '@/lib/words';
import { JobProgress } from './JobProgress';
import { useJob } from './useJob';

type Job = Schema<'Job'>;

interface JobNoticeProps {
  id: number;
  /** What is going on: "Training a model". */
  title: string;
  /** What is said once it is done, from its result; asked for once, before which `onDone` was called. */
  done: (job: Job) => ReactNode;
  /** What it was for may have changed: lists are asked for anew. */
  onDone: () => void;
}

/** One piece of long work, from its start to what came of it. */
export function JobNotice({ id, title, done, onDone }: JobNoticeProps) {
  const { data: job, error } = useJob(id);
  const told = useRef(onDone);
  told.current = onDone;
  const state = job?.state;
  useEffect(() => {
    if (state === 'done') told.current();
  }, [state]);

  if (error) return <Notice tone="bad">{error.message}</Notice>;
  if (job?.state === 'done') return done(job);
  if (job?.state === 'failed')
    return (
      <Notice tone="bad" title={`${title} failed`}>
        {sentence(job.error ?? 'It gave no reason.')}
      </Notice>
    );
  if (job?.state === 'cancelled') return <Notice>{title} was stopped; nothing has changed.</Notice>;
  return <JobProgress id={id} job={job} title={title} />;
}
