import { queryClient, refresh } from '@/lib/queries';

/** Answers came, changed or went: lists of them, and all that is computed from them, are asked again. */
export async function refreshResponses() {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['facts', '/api/v1/responses'] }),
    queryClient.invalidateQueries({ queryKey: ['facts', '/api/v1/assessments'] }),
    refresh(
      '/api/v1/responses',
      '/api/v1/surveys',
      '/api/v1/accounts',
      '/api/v1/portfolio',
      '/api/v1/matrix',
      '/api/v1/search',
    ),
  ]);
}
