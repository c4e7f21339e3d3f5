/** What the lab is asked, kept in the address: a link asks the same. */
import { useMemo } from 'react';
import type { Schema } from '@/lib/api';
import { isDay } from '@/lib/day';
import { useScope } from '../scope/useScope';

export type LabAsk = Schema<'LabAskInput'>;

export const CARDS_DEFAULT = ['health', 'maturity'];
export const HORIZON_DEFAULT = 90;
export const HORIZON_MIN = 30;
export const HORIZON_MAX = 400;

const dayOr = (text: string | undefined) => (isDay(text) ? text : undefined);

function daysIn(text: string | undefined, otherwise: number): number {
  const days = Number(text);
  return Number.isInteger(days) && days >= HORIZON_MIN && days <= HORIZON_MAX ? days : otherwise;
}

export function useQuestion() {
  const scope = useScope();
  const { choice, filter } = scope;
  const isRenewal = choice('renewal') === '1';
  // The longest is meant: a term of a year that has just begun is renewed after 365 days.
  const horizon = daysIn(choice('horizon_days'), isRenewal ? HORIZON_MAX : HORIZON_DEFAULT);
  const cards = choice('cards')?.split(',').filter(Boolean) ?? CARDS_DEFAULT;
  const key = cards.join();
  const [from, to] = [dayOr(choice('from')), dayOr(choice('to'))];
  const [isRecorded, isDueOnly] = [choice('recorded') === '1', choice('due_only') === '1'];
  const ask = useMemo(
    (): LabAsk => ({
      cards: key.split(','),
      horizon_days: horizon,
      is_renewal: isRenewal,
      is_recorded: isRecorded,
      is_due_only: isDueOnly,
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(filter ? { filter } : {}),
    }),
    [key, horizon, isRenewal, isRecorded, isDueOnly, from, to, filter],
  );
  return { scope, ask, cards, horizon, isRenewal, isRecorded, isDueOnly, from, to };
}

export type Question = ReturnType<typeof useQuestion>;
