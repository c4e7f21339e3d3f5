/** What the page of renewals chooses besides its customers, as its address says it. */
import { type Day, isDay } from '@/lib/day';
import { filterText, within } from '@/lib/filterText';
import { readMinTerm } from '../scope/TermSelect';

export const periods = [
  { value: '3', label: '3 months' },
  { value: '6', label: '6 months' },
  { value: '12', label: '12 months' },
  { value: '24', label: '24 months' },
] as const;
/** The orders the server knows; each column has one that is worth having. */
export const sorts = ['day', '-at_risk', '-due', 'chance'] as const;
export type RenewalSort = (typeof sorts)[number];

export const USUAL_MONTHS = '12';

export interface RenewalChoice {
  months: string;
  minTerm: number | undefined;
  by: 'month' | 'owner';
  sort: RenewalSort;
  /** The list shows only this month's, or this owner's; "" is nobody's. */
  inMonth: Day | undefined;
  ofOwner: string | undefined;
}

const among = <Value extends string>(
  values: readonly Value[],
  text: string | undefined,
  usual: Value,
): Value => values.find((value) => value === text) ?? usual;

export function readChoice(choice: (name: string) => string | undefined): RenewalChoice {
  const inMonth = choice('in_month');
  return {
    months: among(
      periods.map(({ value }) => value),
      choice('months'),
      USUAL_MONTHS,
    ),
    minTerm: readMinTerm(choice('min_term_months')),
    by: among(['month', 'owner'], choice('by'), 'month'),
    sort: among(sorts, choice('sort'), 'day'),
    inMonth: isDay(inMonth) ? inMonth : undefined,
    ofOwner: choice('of_owner') === NOBODY ? '' : choice('of_owner'),
  };
}

/** In an address, for renewals whose account has no owner: an empty choice would be none. */
export const NOBODY = '-';

/** What the sums are asked by. */
export const sumsQuery = ({ months, minTerm }: RenewalChoice, filter: string | undefined) => ({
  months: Number(months),
  min_term_months: minTerm,
  filter,
});

/** What the list is asked by: as the sums, of one month and one owner if such are chosen. */
export function listQuery(choice: RenewalChoice, filter: string | undefined) {
  const owner = choice.ofOwner === undefined ? undefined : filterText('', { owner: [choice.ofOwner] });
  return {
    ...sumsQuery(choice, owner ? within(filter, owner) : filter),
    sort: choice.sort,
    in_month: choice.inMonth,
  };
}
