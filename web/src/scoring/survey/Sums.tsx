import { TrendChart } from '@/components/chart/TrendChart';
import { Figure, Figures } from '@/components/Figures';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { Panel } from '@/components/Panel';
import type { Schema } from '@/lib/api';
import { formatCount, formatDecimal, formatPercent, MISSING } from '@/lib/format';
import classes from './Results.module.css';

type Results = Schema<'Results'>;
type ResultsSum = Schema<'ResultsSum'>;

/** What the main number is called, from where to where it goes, and how it is written. */
function scaleOf({ kind, unit }: Results) {
  if (kind === 'nps')
    return { name: 'NPS', from: -100, to: 100, format: (value: number) => formatDecimal(value) };
  if (unit === '%')
    return { name: 'Satisfied', from: 0, to: 100, format: (value: number) => formatPercent(value) };
  return {
    name: kind === 'ces' ? 'Ease, 1 to 7' : 'Mean',
    from: 1,
    to: kind === 'ces' ? 7 : 5,
    format: formatDecimal,
  };
}

const between = (low: number | null, high: number | null, format: (value: number) => string) =>
  low === null || high === null ? 'too few for an interval' : `95 %: ${format(low)} to ${format(high)}`;

/** How many answered, and the main number with its interval. */
export function Sum({ results }: { results: Results }) {
  const { asked, answered, rate_pct, rate_low_pct, rate_high_pct, value, low, high } = results.sum;
  const { name, format } = scaleOf(results);
  const percent = (share: number) => formatPercent(Math.round(share));
  return (
    <Figures>
      <Figure name="Asked">{formatCount(asked)}</Figure>
      <Figure
        name="Answered"
        more={`${formatCount(answered)} of ${formatCount(asked)}, ${between(rate_low_pct, rate_high_pct, percent)}`}
      >
        {rate_pct === null ? MISSING : percent(rate_pct)}
      </Figure>
      <Figure name={name} more={value === null ? 'no answer yet' : between(low, high, format)}>
        {value === null ? MISSING : format(value)}
      </Figure>
    </Figures>
  );
}

/** The main number and the answer rate by the month of asking. */
export function ByMonth({ results }: { results: Results }) {
  const { months } = results;
  const { name, from, to, format } = scaleOf(results);
  if (months.length < 2) return null;
  return (
    <Panel title="Over time" hint="By the month in which they were asked">
      <TrendChart
        label={`${name} and answer rate by month`}
        days={months.map(({ month }) => month)}
        series={[
          { name, values: months.map(({ sum }) => sum.value), format, low: from, high: to },
          {
            name: 'Answer rate',
            values: months.map(({ sum }) => sum.rate_pct),
            format: (value) => formatPercent(value),
            isRight: true,
            low: 0,
            high: 100,
          },
        ]}
      />
    </Panel>
  );
}

/** The same for each segment, over one scale, with the whole as a mark. */
export function BySegment({ results }: { results: Results }) {
  const { name, from, to, format } = scaleOf(results);
  if (results.segments.length === 0) return null;
  const bar = ({ value, low, high }: ResultsSum) => (
    <IntervalBar {...{ value, low, high, from, to, format }} mark={results.sum.value} />
  );
  return (
    <Panel title="By segment">
      <ListTable label="By segment" headers={['Segment', name, 'Answered']} minWidth={420}>
        {results.segments.map(({ key, name: segment, sum }) => (
          <tr key={key}>
            <td>{segment}</td>
            <td className={classes.interval}>{bar(sum)}</td>
            <td>
              {sum.rate_pct === null ? '–' : formatPercent(Math.round(sum.rate_pct))}{' '}
              <small>
                {formatCount(sum.answered)} of {formatCount(sum.asked)}
              </small>
            </td>
          </tr>
        ))}
      </ListTable>
    </Panel>
  );
}
