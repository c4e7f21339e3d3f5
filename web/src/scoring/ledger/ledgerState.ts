/** What the page of changes shows, kept in the address. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { addDays, type Day, isDay } from '@/lib/day';
import type { LedgerChoice } from './useLedger';

export interface LedgerState {
  /** Days back, unless the days are given. */
  span: string;
  from: Day | undefined;
  to: Day | undefined;
  direction: 'all' | 'up' | 'down';
  changed: 'any' | 'health' | 'maturity' | 'cell' | 'customer';
  fromCell: string | undefined;
  toCell: string | undefined;
  filter: string;
}

export const spans = [
  { value: '28', label: '4 weeks' },
  { value: '91', label: '13 weeks' },
  { value: '364', label: '1 year' },
];
const defaultSpan = '91';

const oneOf = <Value extends string>(
  given: string | null,
  values: readonly Value[],
  otherwise: Value,
): Value => values.find((value) => value === given) ?? otherwise;

export function readLedgerState(search: URLSearchParams): LedgerState {
  const from = search.get('from');
  const to = search.get('to');
  return {
    span: search.get('span') ?? defaultSpan,
    from: isDay(from) ? from : undefined,
    to: isDay(to) ? to : undefined,
    direction: oneOf(search.get('direction'), ['all', 'up', 'down'], 'all'),
    changed: oneOf(search.get('changed'), ['any', 'health', 'maturity', 'cell', 'customer'], 'any'),
    fromCell: search.get('from_cell') ?? undefined,
    toCell: search.get('to_cell') ?? undefined,
    filter: search.get('filter') ?? '',
  };
}

function write(state: LedgerState): URLSearchParams {
  const search = new URLSearchParams();
  const set = (name: string, value: string | undefined, usual = '') => {
    if (value && value !== usual) search.set(name, value);
  };
  set('span', state.span, defaultSpan);
  set('from', state.from);
  set('to', state.to);
  set('direction', state.direction, 'all');
  set('changed', state.changed, 'any');
  set('from_cell', state.fromCell);
  set('to_cell', state.toCell);
  set('filter', state.filter);
  return search;
}

/** As the API takes it. */
export function ledgerChoice(state: LedgerState, today: Day): LedgerChoice {
  const to = state.to ?? today;
  return {
    from: state.from ?? addDays(to, -(Number(state.span) || Number(defaultSpan))),
    ...(state.to ? { to } : {}),
    ...(state.filter ? { filter: state.filter } : {}),
    ...(state.direction === 'all' ? {} : { direction: state.direction }),
    ...(state.changed === 'any' ? {} : { changed: state.changed }),
    ...(state.fromCell ? { from_cell: state.fromCell } : {}),
    ...(state.toCell ? { to_cell: state.toCell } : {}),
  };
}

export function useLedgerState() {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readLedgerState(search), [search]);
  const change = useCallback(
    (part: Partial<LedgerState>) => setSearch((old) => write({ ...readLedgerState(old), ...part })),
    [setSearch],
  );
  return { state, change };
}
