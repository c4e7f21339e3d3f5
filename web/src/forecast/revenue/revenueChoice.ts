/** What the page of revenue chooses besides its customers, as its address says it. */
import { type Day, isDay, monthStart } from '@/lib/day';
import { readMinTerm } from '../scope/TermSelect';
import { type KindId, kindOf } from './kinds';

export const periods = [
  { value: '12', label: '12 months' },
  { value: '24', label: '24 months' },
  { value: '36', label: '3 years' },
  { value: '60', label: '5 years' },
] as const;
const USUAL = 12;
/** In an address, for movements of all kinds. */
export const ALL = 'all';

export interface RevenueChoice {
  from: Day;
  to: Day;
  minTerm: number | undefined;
  rates: 'year' | 'month';
  /** Whose movements are looked at: of one kind or of all; undefined: nobody's. */
  moved: KindId | typeof ALL | undefined;
  /** Of this month; undefined: of the whole period. */
  inMonth: Day | undefined;
}

export const periodStart = (to: Day, months: number) => monthStart(to, months - 1);

export function readChoice(choice: (name: string) => string | undefined, newest: Day): RevenueChoice {
  const [to, from, inMonth, moved] = ['to', 'from', 'in_month', 'moved'].map(choice);
  const last = isDay(to) ? to : newest;
  return {
    from: isDay(from) ? from : periodStart(last, USUAL),
    to: last,
    minTerm: readMinTerm(choice('min_term_months')),
    rates: choice('by') === 'month' ? 'month' : 'year',
    moved: moved === ALL ? ALL : kindOf(moved)?.id,
    inMonth: isDay(inMonth) ? inMonth : undefined,
  };
}

/** The period that ends on the day of the forecast and is as long as one of those offered; "": another one. */
export const presetOf = ({ from, to }: RevenueChoice, newest: Day) =>
  to === newest
    ? (periods.find(({ value }) => periodStart(to, Number(value)) === monthStart(from))?.value ?? '')
    : '';

/** As the address has it: what is usual is left out. */
export function writePeriod(from: Day, to: Day, newest: Day) {
  const isUsual = to === newest && monthStart(from) === periodStart(to, USUAL);
  return {
    from: isUsual ? undefined : from,
    to: to === newest ? undefined : to,
    in_month: undefined,
    moved: undefined,
  };
}
