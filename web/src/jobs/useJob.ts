import { $api, type Schema } from '@/lib/api';

type Job = Schema<'Job'>;

const BUSY_MS = 700;

/** Nothing more comes of it. */
export const isJobOver = (state: Job['state'] | undefined) =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** A job as it is, asked again until it is over; undefined: there is none. */
export const useJob = (id: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/v1/jobs/{id}',
    { params: { path: { id: id ?? 0 } } },
    {
      enabled: id !== undefined,
      refetchInterval: ({ state }) => (isJobOver(state.data?.state) ? false : BUSY_MS),
    },
  );
