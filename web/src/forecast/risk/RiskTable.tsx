import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { Panel } from '@/components/Panel';
import { EmptyState } from '@/components/states';
import { DataTable } from '@/components/table/DataTable';
import { TableFrame } from '@/components/table/TableFrame';
import type { Schema } from '@/lib/api';
import { formatMany } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { compactRisk, riskColumns, riskPath, sortOf, sortText } from './riskColumns';
import type { RiskQuery, RiskSort, useRisks } from './useRisks';

interface RiskTableProps {
  risks: ReturnType<typeof useRisks>;
  /** What happened to those told about as much: the ranges of all rows are among these. */
  bins: Schema<'ToldBin'>[];
  query: RiskQuery;
  sort: RiskSort;
  onSort: (sort: RiskSort) => void;
  onClear: () => void;
  isOnly: boolean;
}

const STEP = 10;

export function RiskTable({ risks, bins, query, sort, onSort, onClear, isOnly }: RiskTableProps) {
  const navigate = useNavigate();
  const { today } = useOrganisation();
  const { list } = risks;
  const base = list?.base_pct ?? null;
  // The last bin reaches to 100; what happened to those in it need not.
  const highest = Math.max(...bins.map(({ high_pct }) => high_pct), 0);
  const top = Math.min(100, STEP * Math.ceil(highest / STEP));
  const columns = useMemo(() => riskColumns({ base, top, today }), [base, top, today]);
  const total = list?.total ?? 0;
  return (
    <Panel
      title={
        isOnly ? formatMany(total, 'customer at risk', 'customers at risk') : formatMany(total, 'customer')
      }
      hint="Dot: what it was told. Bar: what became of those told about as much. Thin line: the share of all."
      actions={<CsvButton path="/api/v1/forecast/risk.csv" query={query} />}
    >
      <TableFrame rows={total}>
        <DataTable
          label="Customers by risk"
          storageKey="risk"
          columns={columns}
          count={total}
          rowAt={risks.rowAt}
          onRange={risks.onRange}
          isStale={risks.isStale}
          sort={sortOf(sort)}
          onSort={(next) => onSort(sortText(next))}
          onOpen={(row) => navigate(riskPath(row.key))}
          compact={compactRisk}
          empty={
            <EmptyState
              title={isOnly ? 'Nobody here is called a risk' : 'No customer matches'}
              action={
                <Button variant="default" onClick={onClear}>
                  Clear the filters
                </Button>
              }
            >
              {isOnly ? 'Nobody’s range lies above the share of all that leave.' : 'Loosen a filter.'}
            </EmptyState>
          }
        />
      </TableFrame>
    </Panel>
  );
}
