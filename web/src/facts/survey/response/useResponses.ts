import { useFacts } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import type { Day } from '@/lib/day';

export type Response = Schema<'Response'>;

/** What an account was asked and answered, the latest asked first. */
export const useResponses = (account: string, day: Day | undefined) =>
  useFacts<Response>({ path: '/api/v1/responses', happened: 'invited', sort: '-invited' }, { account, day });
