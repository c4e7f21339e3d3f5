import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { CellPanel } from './CellPanel';
import { MatrixGrid } from './MatrixGrid';
import classes from './MatrixPage.module.css';
import { Replay } from './Replay';
import { UnknownPanel, UnknownShelf } from './UnknownShelf';
import { UNKNOWN } from './unknown';
import { useMatrix, usePrefetch } from './useMatrix';

/** Health × maturity: where every account stands on a day, and what each place asks for. */
export function MatrixPage() {
  const [params, setParams] = useSearchParams();
  const chosenDay = params.get('day') ?? undefined;
  const key = params.get('matrix') ?? undefined;
  const days = useQuery($api.queryOptions('get', '/api/v1/days'));
  const choices = useQuery($api.queryOptions('get', '/api/v1/matrices'));
  const matrix = useMatrix(chosenDay, key);

  const set = useCallback(
    (name: string, value: string | null) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === null) after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  const setDay = useCallback((day: string) => set('day', day), [set]);

  const all = withToday(days.data);
  const day = chosenDay ?? all.at(-1) ?? '';
  const at = all.indexOf(day);
  usePrefetch([all[at + 1], all[at + 2], all[at + 3]], key);

  const shown = matrix.data?.matrix ?? key ?? null;
  return (
    <Page
      title="Matrix"
      hint="Health says how the relation is, maturity what the customer can make of it; together they say what to do."
      actions={
        <Select
          size="xs"
          w={260}
          aria-label="Matrix"
          allowDeselect={false}
          data={choices.data?.items.map(({ key: value, name: label }) => ({ value, label })) ?? []}
          value={shown}
          onChange={(value) => {
            set('cell', null);
            set('matrix', value);
          }}
        />
      }
    >
      {matrix.isPending && <Loading label="Loading the matrix" />}
      {matrix.isError && <ErrorState error={matrix.error} onRetry={() => matrix.refetch()} />}
      {matrix.data && (
        <>
          <Replay days={all} day={day} onDay={setDay} isWaiting={matrix.isPlaceholderData} />
          <Board matrix={matrix.data} cell={params.get('cell')} onCell={(cell) => set('cell', cell)} />
        </>
      )}
    </Page>
  );
}

interface BoardProps {
  matrix: Schema<'Matrix'>;
  cell: string | null;
  onCell: (cell: string | null) => void;
}

function Board({ matrix, cell, onCell }: BoardProps) {
  const chosen = matrix.cells.find(({ id }) => id === cell);
  const close = () => onCell(null);

  if (matrix.customers === 0) {
    return (
      <EmptyState
        title="No accounts on this day"
        action={
          <Button component={Link} to="/import">
            Import customer files
          </Button>
        }
      >
        The matrix fills once there are accounts: import your customer files, or move to a later day.
      </EmptyState>
    );
  }
  return (
    <div className={classes.board} data-open={chosen !== undefined || cell === UNKNOWN}>
      <div className={classes.main}>
        <MatrixGrid matrix={matrix} selected={cell} onSelect={onCell} />
        <UnknownShelf
          unknown={matrix.unknown}
          total={matrix.customers}
          isSelected={cell === UNKNOWN}
          onSelect={() => onCell(cell === UNKNOWN ? null : UNKNOWN)}
        />
        {matrix.points_total > matrix.points.length && (
          <p className={classes.note}>
            The {matrix.points.length} largest accounts are drawn as bubbles; counts and ARR include all.
          </p>
        )}
        {matrix.left_count > 0 && (
          <p className={classes.note}>
            {matrix.customers} customers on this day. {matrix.left_count} more had left by then and stand
            outside.
          </p>
        )}
      </div>
      {chosen && <CellPanel cell={chosen} day={matrix.day} onClose={close} />}
      {cell === UNKNOWN && <UnknownPanel unknown={matrix.unknown} day={matrix.day} onClose={close} />}
    </div>
  );
}

/** All scored days, and today, which is computed when it is asked for. */
function withToday(days: Schema<'ScoreDays'> | undefined): string[] {
  if (!days) return [];
  const last = days.days.at(-1);
  return last === undefined || last < days.today ? [...days.days, days.today] : days.days;
}
