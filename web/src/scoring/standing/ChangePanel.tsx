import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { Delta } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { Swing } from '@/components/Swing';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { addDays, type Day, formatDay } from '@/lib/day';
import { formatDelta } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { roundTo, roundToSum } from '@/lib/rounding';
import classes from './Change.module.css';

type ScoreChange = Schema<'ScoreChange'>;

const spans = [
  { value: '28', label: '4 weeks' },
  { value: '91', label: '13 weeks' },
  { value: '364', label: '1 year' },
];
const OTHER = 'other';

/** What moved the scores since an earlier day: parts that add up to the change exactly. */
export function ChangePanel({ accountKey, day }: { accountKey: string; day: Day | undefined }) {
  const { today } = useOrganisation();
  const [span, setSpan] = useState('28');
  const [chosen, setChosen] = useState<Day | undefined>();
  const to = day ?? today;
  const from = chosen && chosen < to ? chosen : addDays(to, -Number(span));
  const days = $api.useQuery('get', '/api/v1/days');
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/accounts/{key}/change',
    { params: { path: { key: accountKey }, query: { from, to } } },
    { placeholderData: (old?: Schema<'Change'>) => old },
  );
  return (
    <Panel
      title="What changed"
      hint={`From ${formatDay(from)} to ${formatDay(to)}, part by part.`}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Compared with"
            data={spans}
            value={chosen ? OTHER : span}
            onChange={(next) => {
              setChosen(undefined);
              setSpan(next);
            }}
          />
          <Select
            size="xs"
            w={136}
            aria-label="Compare with the day"
            placeholder="Another day"
            searchable
            clearable
            value={chosen ?? null}
            onChange={(next) => setChosen(next ?? undefined)}
            data={(days.data?.days ?? [])
              .filter((one) => one < to)
              .toReversed()
              .map((one) => ({ value: one, label: formatDay(one) }))}
          />
        </>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Comparing the days" />}
      {data && (
        <>
          <ChangeParts name="Health" change={data.health} decimals={1} from={from} />
          <ChangeParts name="Maturity" change={data.maturity} decimals={2} from={from} />
        </>
      )}
    </Panel>
  );
}

const SHOWN = 8;

interface Part {
  id: string;
  label: string;
  points: number;
  shown: number;
}

/** The parts worth a line, biggest first; the small ones are one line together. */
function partsOf({ parts, reweighting, from, to }: ScoreChange, decimals: number): Part[] {
  const all = [
    ...parts,
    { id: 'reweighting', label: 'Weight that moved as inputs came or went', points: reweighting },
  ];
  const shown = roundToSum(
    all.map(({ points }) => points),
    decimals,
    roundTo(to ?? 0, decimals) - roundTo(from ?? 0, decimals),
  );
  const moved = all
    .map((part, index) => ({ ...part, shown: shown[index] ?? 0 }))
    .filter((part) => part.shown !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  if (moved.length <= SHOWN + 1) return moved;
  const rest = moved.slice(SHOWN);
  const sum = (of: (part: Part) => number) => rest.reduce((total, part) => total + of(part), 0);
  return [
    ...moved.slice(0, SHOWN),
    {
      id: 'others',
      label: `${rest.length} smaller ones`,
      points: sum((part) => part.points),
      shown: sum((part) => part.shown),
    },
  ];
}

interface ChangePartsProps {
  name: string;
  change: ScoreChange | null;
  decimals: number;
  from: Day;
}

function ChangeParts({ name, change, decimals, from }: ChangePartsProps) {
  if (!change || change.from === null || change.to === null) {
    const when = change && change.to !== null ? `on ${formatDay(from)}` : 'on both days';
    return (
      <p className={classes.none}>
        {name} was not known {when}, so there is nothing to compare.
      </p>
    );
  }
  const parts = partsOf(change, decimals);
  if (parts.length === 0) {
    return (
      <p className={classes.none}>
        {name} has stayed at {change.to.toFixed(decimals)}; none of its parts moved.
      </p>
    );
  }
  const biggest = Math.max(...parts.map(({ points }) => Math.abs(points)), 1e-9);
  return (
    <table className={classes.change}>
      <caption>
        <b>{name}</b> {change.from.toFixed(decimals)} → {change.to.toFixed(decimals)}{' '}
        <Delta from={roundTo(change.from, decimals)} to={roundTo(change.to, decimals)} decimals={decimals} />
      </caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Part</th>
          <th scope="col">As a bar</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ id, label, points, shown }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            <td aria-hidden>
              <Swing share={points / biggest} tone={points > 0 ? 'good' : 'bad'} />
            </td>
            <td className={classes.points} data-tone={shown > 0 ? 'good' : 'bad'}>
              {formatDelta(shown, decimals)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
