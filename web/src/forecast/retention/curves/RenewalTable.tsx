import { Table } from '@mantine/core';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { Count, Percent } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatMany, formatPercent } from '@/lib/format';
import classes from '../Retention.module.css';
import type { Group } from './curve';
import { edgeText } from './words';

const percent = (value: number) => formatPercent(Math.round(value));

/** What happened at each renewal, beside what the model makes of it. */
export function RenewalTable({ group }: { group: Group }) {
  const { renewals, problem, period_months } = group.fit;
  const edge = edgeText(group);
  const from = Math.max(0, Math.floor((Math.min(100, ...renewals.map((r) => r.low_pct)) - 1) / 10) * 10);
  return (
    <>
      {renewals.length > 0 && (
        <ListTable
          label={`Renewals of ${group.label}`}
          minWidth={520}
          headers={['Renewal', 'Came to it', 'Left', `Stayed, ${from}–100%`, 'By the model']}
        >
          {renewals.map((renewal) => (
            <RenewalRow key={renewal.number} renewal={renewal} from={from} months={period_months} />
          ))}
        </ListTable>
      )}
      <p className={classes.soft}>
        {renewals.length === 0 &&
          `Nobody has been watched through a whole period of ${formatMany(period_months, 'month')}. `}
        {problem !== null ? `No projection: ${problem}.` : edge}
      </p>
    </>
  );
}

interface RenewalRowProps {
  renewal: Schema<'RetentionRenewal'>;
  from: number;
  months: number;
}

const FEW = 10;

function RenewalRow({ renewal, from, months }: RenewalRowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        {renewal.number} <small className={classes.soft}>after {renewal.number * months} months</small>
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={renewal.at_risk} />
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={renewal.lost} />
      </Table.Td>
      <Table.Td>
        <IntervalBar
          value={renewal.kept_pct}
          low={renewal.low_pct}
          high={renewal.high_pct}
          from={from}
          to={100}
          format={percent}
          mark={renewal.fitted_pct}
          isFaint={renewal.at_risk < FEW}
        />
      </Table.Td>
      <Table.Td className="numeric">
        <Percent value={renewal.fitted_pct === null ? null : Math.round(renewal.fitted_pct)} />
      </Table.Td>
    </Table.Tr>
  );
}
