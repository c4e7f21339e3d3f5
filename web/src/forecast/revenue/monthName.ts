import { formatMonth, formatMonthTick } from '@/lib/day';
import type { Month } from './kinds';

/** "Nov 2026", and of the one that is not over that it is not. */
export const monthName = ({ month, is_open }: Pick<Month, 'month' | 'is_open'>) =>
  `${formatMonth(month)}${is_open ? ', so far' : ''}`;

export const monthTick = ({ month, is_open }: Pick<Month, 'month' | 'is_open'>) =>
  `${formatMonthTick(month)}${is_open ? '\nso far' : ''}`;
