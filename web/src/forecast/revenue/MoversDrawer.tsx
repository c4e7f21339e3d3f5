import { Drawer } from '@mantine/core';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { DataTable } from '@/components/table/DataTable';
import { TableFrame } from '@/components/table/TableFrame';
import { usePages } from '@/components/table/usePages';
import { accountPath } from '@/lib/accountPath';
import { api, type Schema } from '@/lib/api';
import { formatDay, formatMonth } from '@/lib/day';
import { formatMany, formatMoneyExact } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { SumMark } from './AddsUp';
import { kindOf, netOf } from './kinds';
import { CompactMover, type Mover, moverColumns } from './moverColumns';
import classes from './Revenue.module.css';
import { ALL, type RevenueChoice } from './revenueChoice';

type Movers = Schema<'Movers'>;

interface MoversDrawerProps {
  revenue: Schema<'Revenue'>;
  choice: RevenueChoice;
  filter: string | undefined;
  onClose: () => void;
}

/** The accounts behind one figure of the bridge, the largest change first. */
export function MoversDrawer({ revenue, choice, filter, onClose }: MoversDrawerProps) {
  const { moved, inMonth } = choice;
  const what = moved === ALL ? 'All movements' : (kindOf(moved)?.label ?? '');
  const when = inMonth
    ? `in ${formatMonth(inMonth)}`
    : `from ${formatDay(revenue.from)} to ${formatDay(revenue.to)}`;
  return (
    <Drawer
      opened={moved !== undefined}
      onClose={onClose}
      position="right"
      size="52rem"
      title={`${what} ${when}`}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close the accounts' }}
    >
      {moved !== undefined && <Body revenue={revenue} choice={choice} filter={filter} />}
    </Drawer>
  );
}

const PAGE = 100;

/** Asked by the days of the bridge, so that both are told by what was known on the same day. */
const moversQuery = ({ from, to, moved, inMonth }: RevenueChoice, filter: string | undefined) => ({
  from,
  to,
  filter,
  kind: moved === ALL ? undefined : moved,
  in_month: inMonth,
});

async function ask(query: ReturnType<typeof moversQuery>, offset: number): Promise<Movers> {
  const { data } = await api.GET('/api/v1/forecast/revenue/movers', {
    params: { query: { ...query, offset, limit: PAGE } },
  });
  return data as Movers;
}

function Body({ revenue, choice, filter }: Omit<MoversDrawerProps, 'onClose'>) {
  const navigate = useNavigate();
  const query = moversQuery(choice, filter);
  const { first, rowAt, onRange } = usePages<Mover, Movers>(PAGE, (offset) => ({
    queryKey: ['movers', query, offset],
    queryFn: () => ask(query, offset),
  }));
  const isOfAll = choice.moved === ALL;
  const columns = useMemo(
    () => moverColumns({ isOfAll, isOfOneMonth: choice.inMonth !== undefined }),
    [isOfAll, choice.inMonth],
  );
  if (first.error) return <ErrorState error={first.error} onRetry={() => void first.refetch()} />;
  if (!first.data) return <Loading label="Looking up the accounts" />;
  return (
    <div className={classes.movers}>
      <div className={classes.moversHead}>
        <MoversSum movers={first.data} figure={figureOf(revenue, choice)} />
        <CsvButton path="/api/v1/forecast/revenue/movers.csv" query={query} />
      </div>
      <TableFrame rows={first.data.total}>
        <DataTable
          label="Accounts that moved"
          storageKey="movers"
          columns={columns}
          count={first.data.total}
          rowAt={rowAt}
          onRange={onRange}
          isStale={first.isPlaceholderData}
          onOpen={(row) => navigate(accountPath(row.key))}
          compact={(row) => <CompactMover row={row} isOfAll={isOfAll} />}
          empty={<EmptyState title="Nobody moved so">In this time no account did.</EmptyState>}
        />
      </TableFrame>
    </div>
  );
}

/** What the bridge says of the same kind and time; undefined where it has no such month. */
function figureOf({ months, total }: Schema<'Revenue'>, { moved, inMonth }: RevenueChoice) {
  const span = inMonth ? months.find(({ month }) => month.slice(0, 7) === inMonth.slice(0, 7)) : total;
  if (!span) return undefined;
  return moved === ALL ? netOf(span) : kindOf(moved)?.change(span);
}

function MoversSum({ movers, figure }: { movers: Movers; figure: number | undefined }) {
  const { currency } = useOrganisation();
  const { change_cents, total } = movers;
  return (
    <p className={classes.sum}>
      <strong>
        {change_cents > 0 ? '+' : ''}
        {formatMoneyExact(change_cents, currency)}
      </strong>
      <span>{formatMany(total, movers.kind ? 'account' : 'movement')}</span>
      {figure !== undefined && (
        <SumMark isRight={figure === change_cents}>
          {figure === change_cents
            ? 'the figure of the bridge, to the cent'
            : 'not what the bridge says: reload the page'}
        </SumMark>
      )}
    </p>
  );
}
