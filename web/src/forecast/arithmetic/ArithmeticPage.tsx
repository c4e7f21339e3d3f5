import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import classes from './Arithmetic.module.css';
import { type Arithmetic, limits, preset, readArithmetic, sliderEnd, writeArithmetic } from './arithmetic';
import { GrowthChart } from './GrowthChart';
import { LeverInput } from './LeverInput';
import { Outcome } from './Outcome';

const CENTS = 100;

/** What losing a share of revenue each month does to growth, against losing nothing. */
export function ArithmeticPage() {
  const [search, setSearch] = useSearchParams();
  const values = readArithmetic(search);
  const set = (change: Partial<Arithmetic>) =>
    setSearch(writeArithmetic({ ...values, ...change }), { replace: true });
  const query = {
    start_cents: Math.round(values.start * CENTS),
    added_cents: Math.round(values.added * CENTS),
    churn_pct: values.churn,
    months: values.months,
  };
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/simulate',
    { params: { query } },
    { placeholderData: (before) => before },
  );
  return (
    <div className={classes.layout}>
      <Levers values={values} set={set} reset={() => setSearch({}, { replace: true })} />
      <Panel
        title="Recurring revenue, month by month"
        hint="A calculation with the numbers beside it; nothing of your customers is read."
        actions={<CsvButton path="/api/v1/simulate.csv" query={query} />}
      >
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading label="Reckoning" />}
        {data && (
          <>
            <Outcome simulation={data} />
            <GrowthChart simulation={data} />
          </>
        )}
      </Panel>
    </div>
  );
}

interface LeversProps {
  values: Arithmetic;
  set: (change: Partial<Arithmetic>) => void;
  reset: () => void;
}

function Levers({ values, set, reset }: LeversProps) {
  // While a slider is held its end stays: it would run away under the pointer.
  const [ends] = useState(() => ({
    start: sliderEnd(values.start, 50_000),
    added: sliderEnd(values.added, 10_000),
  }));
  return (
    <Panel title="What if">
      <div className={classes.levers}>
        <LeverInput
          label="Churn a month"
          hint="Of the recurring revenue, lost each month"
          value={values.churn}
          max={10}
          decimals={1}
          suffix=" %"
          {...limits.churn}
          onChange={(churn) => set({ churn })}
        />
        <LeverInput
          label="Added a month"
          hint="New recurring revenue won each month"
          value={values.added}
          max={ends.added}
          {...limits.added}
          onChange={(added) => set({ added })}
        />
        <LeverInput
          label="At the start"
          hint="Recurring revenue of a month"
          value={values.start}
          max={ends.start}
          {...limits.start}
          onChange={(start) => set({ start })}
        />
        <LeverInput
          label="Months"
          hint="How far to look"
          value={values.months}
          max={120}
          {...limits.months}
          onChange={(months) => set({ months })}
        />
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={reset}
            disabled={writeArithmetic(values).size === 0}
            title={`${preset.start.toLocaleString('en-US')} and ${preset.added.toLocaleString('en-US')} more each month, ${preset.churn} % lost`}
          >
            Back to the example
          </Button>
        </Group>
      </div>
    </Panel>
  );
}
