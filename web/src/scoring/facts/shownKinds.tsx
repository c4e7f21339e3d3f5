/** What a drawer of facts must know of a kind: the head of its table, and its columns. */
import type { FactKind } from '@/facts/factKind';
import { FactTable } from '@/facts/list/FactTable';
import type { FactList } from '@/facts/list/useFacts';
import { useOwnMoney } from '@/facts/revenue/money';
import type { Day } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';

export type ShownKind<Fact extends { key: string }> = Pick<FactKind<Fact>, 'title' | 'columns' | 'nameOf'>;

/** All rows are there already. */
const listOf = <Fact,>(items: Fact[]): FactList<Fact> => ({
  items,
  total: items.length,
  error: null,
  retry: () => undefined,
  hasMore: false,
  isLoadingMore: false,
  loadMore: () => undefined,
});

interface FactRowsProps<Fact extends { key: string }> {
  kind: ShownKind<Fact>;
  rows: Fact[];
  day: Day;
}

export function FactRows<Fact extends { key: string }>({ kind, rows, day }: FactRowsProps<Fact>) {
  const { today } = useOrganisation();
  const money = useOwnMoney();
  return <FactTable kind={kind} list={listOf(rows)} seen={{ day, today, money }} empty={null} />;
}
