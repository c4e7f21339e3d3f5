import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, Problem, type Schema } from '@/lib/api';
import { type Chosen, filterText } from '@/lib/filterText';
import { formatMany } from '@/lib/format';
import { AccountFilter } from '../portfolio/AccountFilter';
import { HierarchyNote } from '../setting/HierarchyNote';
import { Effects } from '../whatif/Summary';
import { TRIAL, useTrial } from '../whatif/useTrial';
import { type Card, useCards, useTried, useWhatif } from '../whatif/useWhatif';
import beside from '../whatif/Whatif.module.css';
import { WhatifButton } from '../whatif/WhatifButton';
import { WhatifPanel } from '../whatif/WhatifPanel';
import { CellPanel } from './CellPanel';
import { FateView } from './FateView';
import { FlowView } from './FlowView';
import { MatrixGrid } from './MatrixGrid';
import classes from './MatrixPage.module.css';
import { Replay } from './Replay';
import { UnknownPanel, UnknownShelf } from './UnknownShelf';
import { UNKNOWN } from './unknown';
import { type Asked, figuresOf, useMatrix, useMatrixHistory, usePrefetch } from './useMatrix';

/** Health × maturity: where every account stands on a day, and what each place asks for. */
export function MatrixPage() {
  const [params, setParams] = useSearchParams();
  const chosenDay = params.get('day') ?? undefined;
  const text = params.get('filter') ?? '';
  const chosen = chosenOf(params);
  const asked: Asked = {
    matrix: params.get('matrix') ?? undefined,
    filter: filterText(text, chosen),
  };
  const days = useQuery($api.queryOptions('get', '/api/v1/days'));
  const choices = useQuery($api.queryOptions('get', '/api/v1/matrices'));
  const matrix = useMatrix(chosenDay, asked);
  const history = useMatrixHistory(asked);
  const [preview, setPreview] = useState<string | null>(null);

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
  const setDay = useCallback(
    (day: string) => {
      setPreview(null);
      set('day', day);
    },
    [set],
  );
  const setFilter = (part: { text?: string; chosen?: Chosen }) =>
    setParams((before) => withFilter(before, { text, chosen, ...part }));

  const all = withToday(days.data);
  const day = dayOf(chosenDay, all, matrix.data);
  const at = all.indexOf(day);
  usePrefetch([all[at + 1], all[at + 2], all[at + 3]], asked);

  const shown = matrix.data?.matrix ?? asked.matrix ?? null;
  const view = params.get('view') ?? 'day';
  const whatif = useMatrixTrial(chosenDay, asked, matrix.data);
  const board = whatif.matrix;
  const figures = board && !whatif.data && preview ? figuresOf(board, history, preview) : null;
  const isFilterRefused = matrix.error instanceof Problem && matrix.error.field === 'filter';
  return (
    <Page
      title="Matrix"
      hint="Health says how the relation is, maturity what the customer can make of it; together they say what to do."
      actions={
        <Group gap="sm">
          {view === 'day' && <WhatifButton trying={whatif.trying} />}
          <SegmentedControl
            size="xs"
            aria-label="What is shown"
            data={[
              { value: 'day', label: 'A day' },
              { value: 'flow', label: 'Who moved' },
              { value: 'fate', label: 'What became of them' },
            ]}
            value={view}
            onChange={(value) => set('view', value === 'day' ? null : value)}
          />
          <Select
            size="xs"
            w={260}
            aria-label="Matrix"
            allowDeselect={false}
            data={choices.data?.items.map(({ key: value, name: label }) => ({ value, label })) ?? []}
            value={shown}
            onChange={(value) => {
              for (const name of ['cell', 'was', 'is']) set(name, null);
              set('matrix', value);
            }}
          />
        </Group>
      }
    >
      <div className={classes.filters}>
        <AccountFilter
          day={chosenDay}
          matrix={asked.matrix}
          text={text}
          chosen={chosen}
          onChange={setFilter}
          error={isFilterRefused ? (matrix.error?.message ?? null) : null}
          onClear={() => setFilter({ text: '', chosen: {} })}
        />
      </div>
      {matrix.isPending && <Loading label="Loading the matrix" />}
      {matrix.isError && <ErrorState error={matrix.error} onRetry={() => matrix.refetch()} />}
      {matrix.data && <HierarchyNote hierarchy={matrix.data.hierarchy} parents={matrix.data.parents} />}
      {matrix.data && <OtherView view={view} asked={asked} cells={matrix.data.cells} />}
      {board && view === 'day' && (
        <TrialFrame whatif={whatif} day={board.day}>
          <Replay
            days={all}
            day={preview ?? day}
            onDay={setDay}
            onPreview={setPreview}
            isWaiting={matrix.isPlaceholderData}
          />
          <Board
            matrix={figures ?? board}
            isPreview={figures !== null}
            cell={params.get('cell')}
            onCell={(cell) => set('cell', cell)}
            filter={asked.filter}
            cards={whatif.changed}
            isNarrow={whatif.trying.isOn}
          />
        </TrialFrame>
      )}
    </Page>
  );
}

/** What is tried of the two cards that the matrix crosses; nothing while it is off. */
function useMatrixTrial(day: string | undefined, asked: Asked, matrix: Schema<'Matrix'> | undefined) {
  const trying = useTrial();
  const axes = matrix && trying.isOn ? [matrix.y.card, matrix.x.card] : [];
  const { cards, error } = useCards([...new Set(axes)]);
  const { tried, changed } = useTried(cards, trying.trial);
  const answer = useWhatif({ day, ...asked }, changed);
  const data = changed.length > 0 ? answer.data : undefined;
  return {
    trying,
    cards,
    tried,
    changed,
    data,
    matrix: data?.matrix ?? matrix,
    error: answer.error ?? error,
  };
}

/** What is not of one day. */
function OtherView({ view, asked, cells }: { view: string; asked: Asked; cells: Schema<'MatrixCell'>[] }) {
  if (view === 'flow') return <FlowView {...asked} cells={cells} />;
  return view === 'fate' ? <FateView {...asked} /> : null;
}

type MatrixTrial = ReturnType<typeof useMatrixTrial>;

/** With the sliders beside it and the effects below while something is tried. */
function TrialFrame({ whatif, day, children }: { whatif: MatrixTrial; day: string; children: ReactNode }) {
  const { data, trying } = whatif;
  return (
    <div className={trying.isOn ? beside.beside : undefined}>
      <div className={beside.stack}>
        {children}
        {data && <Effects whatif={data} day={day} />}
      </div>
      {trying.isOn && <WhatifPanel {...whatif} whatif={data} day={day} />}
    </div>
  );
}

/** Words of the address that are no field of a filter. */
const own = new Set(['day', 'matrix', 'cell', TRIAL, 'filter', 'view', 'from', 'to', 'was', 'is']);

function chosenOf(params: URLSearchParams): Chosen {
  const fields = new Set([...params.keys()].filter((name) => !own.has(name)));
  return Object.fromEntries([...fields].map((field) => [field, params.getAll(field)]));
}

function withFilter(before: URLSearchParams, { text, chosen }: { text: string; chosen: Chosen }) {
  const after = new URLSearchParams([...before].filter(([name]) => own.has(name)));
  after.delete('filter');
  if (text) after.set('filter', text);
  for (const [field, values] of Object.entries(chosen))
    for (const value of values) after.append(field, value);
  return after;
}

interface BoardProps {
  matrix: Schema<'Matrix'>;
  /** The figures are of the day that the slider stands on, the rest of the one before. */
  isPreview: boolean;
  filter: string | undefined;
  cell: string | null;
  onCell: (cell: string | null) => void;
  /** Cards that are tried: accounts are listed as they would stand. */
  cards: Card[];
  /** There is something beside it already: what belongs to a cell goes below. */
  isNarrow: boolean;
}

function Board({ matrix, isPreview, filter, cell, onCell, cards, isNarrow }: BoardProps) {
  const chosen = matrix.cells.find(({ id }) => id === cell);
  const close = () => onCell(null);

  if (matrix.customers === 0 && filter) {
    return (
      <EmptyState title="No account matches">
        Loosen the filter or move to another day; accounts appear from the day they started.
      </EmptyState>
    );
  }
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
    <div className={classes.board} data-open={!isNarrow && (chosen !== undefined || cell === UNKNOWN)}>
      <div className={classes.main}>
        <MatrixGrid matrix={matrix} selected={cell} onSelect={onCell} isPreview={isPreview} />
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
        <p className={classes.note}>
          The same health may call for opposite treatment:{' '}
          <Link to={`/compare?day=${matrix.day}`}>see two customers side by side</Link>.
        </p>
        {matrix.left_count > 0 && (
          <p className={classes.note}>
            {formatMany(matrix.customers, 'customer')} on this day. {matrix.left_count} more had left by then
            and stand outside.
          </p>
        )}
      </div>
      {chosen && (
        <CellPanel
          cell={chosen}
          matrix={matrix.matrix}
          day={matrix.day}
          filter={filter}
          cards={cards}
          onClose={close}
        />
      )}
      {cell === UNKNOWN && (
        <UnknownPanel
          unknown={matrix.unknown}
          matrix={matrix.matrix}
          day={matrix.day}
          filter={filter}
          cards={cards}
          onClose={close}
        />
      )}
    </div>
  );
}

/** The day on show: the matrix may be there before the days are. */
const dayOf = (chosen: string | undefined, all: string[], matrix: { day: string } | undefined) =>
  chosen ?? all.at(-1) ?? matrix?.day ?? '';

/** All scored days, and today, which is computed when it is asked for. */
function withToday(days: Schema<'ScoreDays'> | undefined): string[] {
  if (!days) return [];
  const last = days.days.at(-1);
  return last === undefined || last < days.today ? [...days.days, days.today] : days.days;
}
