/** What the page of values chooses besides its customers, as its address says it. */
import type { Sort } from '@/components/table/DataTable';
import type { Schema } from '@/lib/api';
import { useScope } from '../scope/useScope';

export type ValueList = Schema<'ValueList'>;
export type ValueRow = Schema<'ValueRow'>;
export type ValueSum = Schema<'ValueSum'>;

/** The orders the server knows, by column; each also rising. */
const columns = [
  'life',
  'ltv_3y',
  'ltv_5y',
  'arr',
  'chance',
  'acquisition',
  'payback',
  'life_to_acquisition',
] as const;
export type ValueColumn = (typeof columns)[number];
export type ValueSort = `${'' | '-'}${ValueColumn}`;

export const USUAL_BY = 'cell';
const USUAL_SORT = '-life';

function sortOf(text: string | undefined): ValueSort {
  const column = columns.find((name) => name === text?.replace(/^-/, ''));
  if (!column) return USUAL_SORT;
  return text?.startsWith('-') ? `-${column}` : column;
}

export function useValueChoice() {
  const scope = useScope();
  const sort = sortOf(scope.choice('sort'));
  return {
    ...scope,
    by: scope.choice('by') ?? USUAL_BY,
    setBy: (by: string) => scope.choose({ by: by === USUAL_BY ? undefined : by }),
    sort,
    shownSort: { id: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') } satisfies Sort,
    setSort: ({ id, isDescending }: Sort) => {
      const next = sortOf(`${isDescending ? '-' : ''}${id}`);
      scope.choose({ sort: next === USUAL_SORT ? undefined : next });
    },
  };
}
export type ValueChoice = ReturnType<typeof useValueChoice>;
