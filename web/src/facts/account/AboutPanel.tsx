import type { ReactNode } from 'react';
import { DayText } from '@/components/DayText';
import { Count, Missing, Money, Percent } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { $api, type Schema } from '@/lib/api';
import { sayWord } from '@/lib/words';
import classes from './Account.module.css';

type Account = Schema<'Account'>;

const text = (value: string | null) => value || <Missing />;

const rows: [string, (account: Account) => ReactNode][] = [
  ['Stage', ({ stage }) => text(stage)],
  ['Size', ({ size_band }) => text(size_band)],
  ['Employees', ({ employees }) => <Count value={employees} />],
  ['Location', ({ location }) => text(location)],
  ['Industry', ({ industry }) => text(industry)],
  ['Use case', ({ use_case }) => text(use_case)],
  ['Adopter type', ({ adopter_type }) => (adopter_type ? sayWord(adopter_type) : <Missing />)],
  ['Plan', ({ plan }) => text(plan)],
  ['Seats', ({ seats }) => <Count value={seats} />],
  ['Customer since', ({ start }) => <DayText day={start} />],
  ['Gross margin', ({ gross_margin_pct }) => <Percent value={gross_margin_pct} />],
  ['Acquisition cost', ({ acquisition_cost_cents }) => <Money cents={acquisition_cost_cents} />],
];

function customText(value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return <Missing />;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value);
}

/** What the customer is: segment attributes, contract basics and the organisation's own fields. */
export function AboutPanel({ account }: { account: Account }) {
  const declared = $api.useQuery('get', '/api/v1/custom-fields', { params: { query: { kind: 'account' } } });
  const labels = new Map(declared.data?.items.map(({ name, label }) => [name, label ?? name]));
  const custom = Object.entries(account.custom ?? {});
  return (
    <Panel title="About">
      <dl className={classes.about}>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value(account)}</dd>
          </div>
        ))}
        {account.churned && (
          <div>
            <dt>Churned</dt>
            <dd>
              <DayText day={account.churned} />
              {account.churn_reason && `: ${account.churn_reason}`}
            </dd>
          </div>
        )}
        {custom.map(([name, value]) => (
          <div key={name}>
            <dt>{labels.get(name) ?? sayWord(name)}</dt>
            <dd>{customText(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
