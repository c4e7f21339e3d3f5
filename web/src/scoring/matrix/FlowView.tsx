import { Checkbox, Table } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Chart } from '@/components/chart/Chart';
import { usePalette } from '@/components/chart/palette';
import { ListTable } from '@/components/ListTable';
import { Count, Money } from '@/components/numbers';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatMany } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Flow.module.css';
import { FlowAccounts } from './FlowAccounts';
import { type Flow, flowOption, flowTable, idOf, type Link, labelOf } from './flowChart';
import page from './MatrixPage.module.css';
import { PeriodPicker } from './PeriodPicker';
import { usePeriod } from './usePeriod';

interface FlowViewProps {
  matrix: string | undefined;
  filter: string | undefined;
  cells: Schema<'MatrixCell'>[];
}

/** Who moved from where to where between two days: a picture, its table, and the accounts of each flow. */
export function FlowView({ matrix, filter, cells }: FlowViewProps) {
  const { from, to, today, set } = usePeriod();
  const query = useQuery({
    ...$api.queryOptions('get', '/api/v1/matrix/flow', { params: { query: { matrix, filter, from, to } } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PeriodPicker from={from} to={to} today={today} onChange={set} />
      {query.isPending && <Loading label="Loading the flow" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && <FlowBoard flow={query.data} cells={cells} matrix={matrix} filter={filter} />}
    </>
  );
}

/** Which flow is open, in the address. */
function usePicked() {
  const [params, setParams] = useSearchParams();
  const [was, is] = [params.get('was'), params.get('is')];
  const pick = (link: { from: string; to: string } | null) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const name of ['was', 'is']) after.delete(name);
        if (link) {
          after.set('was', link.from);
          after.set('is', link.to);
        }
        return after;
      },
      { replace: true },
    );
  return { picked: was && is ? { from: was, to: is } : null, pick };
}

interface FlowBoardProps extends FlowViewProps {
  flow: Flow;
}

function FlowBoard({ flow, cells, matrix, filter }: FlowBoardProps) {
  const palette = usePalette();
  const { currency } = useOrganisation();
  const { ref, width } = useElementSize();
  const { picked, pick } = usePicked();
  const isNarrow = width > 0 && width < 560;
  const option = useMemo(() => flowOption(flow, cells, palette, isNarrow), [flow, cells, palette, isNarrow]);
  const table = useMemo(() => flowTable(flow, currency), [flow, currency]);

  if (flow.links.length === 0)
    return (
      <EmptyState title="Nobody stood in the matrix on either day">
        Choose days on which there were customers.
      </EmptyState>
    );
  return (
    <div className={page.board} data-open={picked !== null}>
      <div className={page.main} ref={ref}>
        <p className={classes.sum}>
          <b>{formatCount(flow.moved)}</b> moved to another place, <b>{formatCount(flow.stayed)}</b> stayed
          where they were. {formatMany(flow.count_before, 'customer')} on {formatDay(flow.from)},{' '}
          {formatCount(flow.count_after)} on {formatDay(flow.to)}.
        </p>
        {flow.moved > 0 && (
          <Chart
            label={`Flow from ${formatDay(flow.from)} to ${formatDay(flow.to)}`}
            option={option}
            table={table}
            height={isNarrow ? 460 : 520}
            onPick={({ data }) => {
              const { source, target } = (data ?? {}) as { source?: string; target?: string };
              if (source && target) pick({ from: idOf(source), to: idOf(target) });
            }}
          />
        )}
        <FlowTable flow={flow} picked={picked} onPick={pick} />
      </div>
      {picked && (
        <FlowAccounts
          flow={flow}
          picked={picked}
          matrix={matrix}
          filter={filter}
          onClose={() => pick(null)}
        />
      )}
    </div>
  );
}

interface FlowTableProps {
  flow: Flow;
  picked: { from: string; to: string } | null;
  onPick: (link: Link | null) => void;
}

function FlowTable({ flow, picked, onPick }: FlowTableProps) {
  const [isMovedOnly, setMovedOnly] = useState(false);
  const links = flow.links.filter(({ from, to }) => !isMovedOnly || from !== to);
  return (
    <section aria-label="Flows" className={classes.flows}>
      <Checkbox
        size="xs"
        label="Only those who moved"
        checked={isMovedOnly}
        onChange={(event) => setMovedOnly(event.currentTarget.checked)}
      />
      <ListTable label="Flows" headers={['From', 'To', 'Accounts', 'ARR then', 'ARR now']} minWidth={420}>
        {links.map((link) => {
          const isPicked = picked?.from === link.from && picked.to === link.to;
          const [from, to] = [labelOf(flow.before, link.from), labelOf(flow.after, link.to)];
          return (
            <Table.Tr key={`${link.from} ${link.to}`} data-selected={isPicked} className={classes.row}>
              <Table.Td>{from}</Table.Td>
              <Table.Td>{link.from === link.to ? <span className={classes.same}>{to}</span> : to}</Table.Td>
              <Table.Td className="numeric">
                <button
                  type="button"
                  className={classes.open}
                  aria-pressed={isPicked}
                  aria-label={`${from} to ${to}: ${formatMany(link.count, 'account')}`}
                  onClick={() => onPick(isPicked ? null : link)}
                >
                  <Count value={link.count} />
                </button>
              </Table.Td>
              <Table.Td className="numeric">
                <Money cents={link.arr_from_cents} isShort />
              </Table.Td>
              <Table.Td className="numeric">
                <Money cents={link.arr_to_cents} isShort />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </ListTable>
    </section>
  );
}
