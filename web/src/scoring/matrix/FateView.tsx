import { Table } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ListTable } from '@/components/ListTable';
import { Notice, type Tone } from '@/components/Notice';
import { Count, Percent } from '@/components/numbers';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import classes from './Fate.module.css';
import { IntervalMark } from './IntervalMark';
import { PeriodPicker } from './PeriodPicker';
import { usePeriod } from './usePeriod';

type Fate = Schema<'MatrixFate'>;
type Test = Fate['tests'][number];

/** What became of the accounts that stood in each cell, and whether the cell foretold it. */
export function FateView({ matrix, filter }: { matrix: string | undefined; filter: string | undefined }) {
  const { from, to, today, set } = usePeriod();
  const query = useQuery({
    ...$api.queryOptions('get', '/api/v1/matrix/fate', { params: { query: { matrix, filter, from, to } } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PeriodPicker from={from} to={to} today={today} onChange={set} />
      {query.isPending && <Loading label="Loading what became of them" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && <FateTable fate={query.data} />}
    </>
  );
}

const tones: Record<Test['verdict'], Tone> = { yes: 'good', no: 'info', too_few: 'warning' };
const questions: Record<Test['outcome'], string> = {
  churned: 'Does the cell foretell who churns?',
  grew: 'Does the cell foretell who grows?',
};

const outcomes = ['churned', 'shrank', 'unchanged', 'grew'] as const;
const headers = [
  'Cell',
  'Accounts',
  'Churned',
  'Shrank',
  'Unchanged',
  'Grew',
  'Term ended',
  'Renewed',
  'ARR kept',
];

function FateTable({ fate }: { fate: Fate }) {
  return (
    <div className={classes.fate}>
      <div className={classes.verdicts}>
        {fate.tests.map((test) => (
          <Notice key={test.outcome} tone={tones[test.verdict]} title={questions[test.outcome]}>
            {test.words}
          </Notice>
        ))}
      </div>
      <ListTable label="What became of each cell" headers={headers} minWidth={980}>
        {[...fate.cells, fate.all].map((cell) => (
          <Table.Tr key={cell.id} className={cell.id === 'all' ? classes.all : undefined}>
            <Table.Th scope="row" className={classes.cell}>
              {cell.label}
            </Table.Th>
            <Table.Td className="numeric">
              <Count value={cell.accounts} />
            </Table.Td>
            {outcomes.map((outcome) => (
              <Table.Td key={outcome}>
                <IntervalMark share={cell[outcome]} tone={outcome} />
              </Table.Td>
            ))}
            <Table.Td className="numeric">
              <Count value={cell.due} />
            </Table.Td>
            <Table.Td>
              <IntervalMark share={cell.renewed} tone="renewed" />
            </Table.Td>
            <Table.Td className="numeric">
              <Percent value={cell.arr_kept_pct} />
            </Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
      <p className={classes.note}>
        Cells as of {formatDay(fate.from)}, by what was known then, under the scorecards in force now; what
        became of the accounts by {formatDay(fate.to)}. The line is the 95 % interval of each share: the fewer
        the accounts, the longer. Renewed is of those whose term ended in between; ARR kept is their revenue
        now by that of then.
      </p>
    </div>
  );
}
