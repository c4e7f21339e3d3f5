import { Anchor, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { TrendChart } from '@/components/chart/TrendChart';
import { PeriodPicker } from '@/components/day/PeriodPicker';
import { Money } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { addDays, type Day, formatDay } from '@/lib/day';
import { formatCount, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Segment.module.css';

const spans = [
  { value: '182', label: '6 months' },
  { value: '365', label: '1 year' },
  { value: '730', label: '2 years' },
];

export function MembershipPanels({ segmentKey }: { segmentKey: string }) {
  const { today } = useOrganisation();
  const [span, setSpan] = useState('365');
  const [period, setPeriod] = useState({ from: addDays(today, -91), to: today });
  return (
    <>
      <HistoryPanel
        segmentKey={segmentKey}
        span={span}
        onSpan={setSpan}
        onPickDay={(day) => day < today && setPeriod({ from: day, to: today })}
      />
      <MovesPanel segmentKey={segmentKey} period={period} onPeriod={setPeriod} />
    </>
  );
}

interface HistoryPanelProps {
  segmentKey: string;
  span: string;
  onSpan: (span: string) => void;
  onPickDay: (day: Day) => void;
}

function HistoryPanel({ segmentKey, span, onSpan, onPickDay }: HistoryPanelProps) {
  const { today, currency } = useOrganisation();
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/segments/{key}/history',
    { params: { path: { key: segmentKey }, query: { from: addDays(today, -Number(span)), to: today } } },
    { placeholderData: (old?: Schema<'SegmentHistory'>) => old },
  );
  return (
    <Panel
      title="Over time"
      hint="Members on each scored day. Click a point to see who came and went since."
      actions={
        <SegmentedControl size="xs" aria-label="How far back" data={spans} value={span} onChange={onSpan} />
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Counting the members" />}
      {data && data.points.length < 2 && (
        <p className={classes.soft}>
          There are scores of fewer than two days in this time. More come with every night’s scoring.
        </p>
      )}
      {data && data.points.length >= 2 && (
        <TrendChart
          label="Members over time"
          days={data.points.map(({ day }) => day)}
          onPickDay={onPickDay}
          series={[
            {
              name: 'Accounts',
              values: data.points.map(({ accounts }) => accounts),
              format: formatCount,
              low: 0,
            },
            {
              name: 'ARR',
              values: data.points.map(({ arr_cents }) => arr_cents),
              format: (value) => formatMoney(value, currency, true),
              isRight: true,
              low: 0,
            },
          ]}
        />
      )}
      {data && data.scored_days > data.points.length && (
        <p className={classes.soft}>
          {data.points.length} of {data.scored_days} scored days are drawn.
        </p>
      )}
    </Panel>
  );
}

interface MovesPanelProps {
  segmentKey: string;
  period: { from: Day; to: Day };
  onPeriod: (period: { from: Day; to: Day }) => void;
}

function MovesPanel({ segmentKey, period, onPeriod }: MovesPanelProps) {
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/segments/{key}/moves',
    { params: { path: { key: segmentKey }, query: period } },
    { placeholderData: (old?: Schema<'SegmentMoves'>) => old },
  );
  return (
    <Panel
      title="Who came and who went"
      hint={
        data &&
        `${formatCount(data.accounts_from)} on ${formatDay(data.from)}, ${formatCount(data.accounts_to)} on ${formatDay(data.to)}; ${formatCount(data.stayed)} were there on both days.`
      }
      actions={<PeriodPicker period={period} onChange={onPeriod} />}
    >
      {error && <ErrorState error={error} />}
      {!data && !error && <Loading label="Comparing the two days" />}
      {data && !error && (
        <div className={classes.moves}>
          <Moves title="Came" moves={data.entered} total={data.entered_total} />
          <Moves title="Went" moves={data.left} total={data.left_total} />
        </div>
      )}
    </Panel>
  );
}

const SHOWN = 12;

function Moves({ title, moves, total }: { title: string; moves: Schema<'MembershipMove'>[]; total: number }) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? moves : moves.slice(0, SHOWN);
  return (
    <section aria-label={title}>
      <h3>
        {title} <small>{formatCount(total)}</small>
      </h3>
      {total === 0 && <p className={classes.soft}>Nobody.</p>}
      <ul className={classes.largest} aria-label={`Accounts: ${title.toLowerCase()}`}>
        {shown.map(({ key, name, was, is, arr_cents }) => (
          <li key={key}>
            <span>
              <Link to={`/accounts/${encodeURIComponent(key)}`}>{name}</Link>{' '}
              <small>{reasonOf(was, is)}</small>
            </span>
            <Money cents={arr_cents} isShort />
          </li>
        ))}
      </ul>
      {moves.length > SHOWN && !isAll && (
        <Anchor component="button" type="button" size="xs" onClick={() => setIsAll(true)}>
          {total > moves.length ? `The ${moves.length} largest of ${formatCount(total)}` : `All ${total}`}
        </Anchor>
      )}
    </section>
  );
}

const isCustomer = (state: string | null) => state === 'active' || state === 'onboarding';

/** Whether it moved between segments, or began or ceased to be a customer. */
function reasonOf(was: string | null, is: string | null): string {
  if (!isCustomer(was) && isCustomer(is)) return 'new customer';
  if (isCustomer(was) && !isCustomer(is)) return 'no customer any more';
  return '';
}
