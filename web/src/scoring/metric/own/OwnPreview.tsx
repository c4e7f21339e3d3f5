import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { $api, type Schema } from '@/lib/api';
import { formatCount, formatUnit } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Own.module.css';

type Preview = Schema<'OwnPreview'>;

const TYPING_MS = 350;

/** What the definition would say; asked again when it has not changed for a moment. */
export function usePreview(body: Schema<'OwnMetricInput'>) {
  // Names do not change the numbers.
  const asked = { ...body, id: 'preview', label: 'Preview', help: null };
  const [settled] = useDebouncedValue(JSON.stringify(asked), TYPING_MS);
  return $api.useQuery(
    'post',
    '/api/v1/own-metrics/preview',
    { body: JSON.parse(settled) as Schema<'OwnMetricInput'> },
    { placeholderData: keepPreviousData, staleTime: 0 },
  );
}

/** Ten accounts from the lowest value to the highest. */
export function OwnPreview({ preview: { data, error } }: { preview: ReturnType<typeof usePreview> }) {
  return (
    <div className={classes.preview} aria-live="polite">
      <Panel title="Preview" hint={data && !error ? <Summary preview={data} /> : undefined}>
        {error && <p className={classes.refused}>The definition does not work yet; see the marked field.</p>}
        {data?.note && !error && <Notice>{data.note}</Notice>}
        {data && !error && <Rows preview={data} />}
      </Panel>
    </div>
  );
}

function Summary({
  preview: { formula, known, looked_at, unit, lowest, median, highest },
}: {
  preview: Preview;
}) {
  const { currency } = useOrganisation();
  const say = (value: number | null) => formatUnit(value, unit, currency);
  return (
    <>
      {formula} {formatCount(known)} of {formatCount(looked_at)} customers have a value
      {known > 0 && `: lowest ${say(lowest)}, median ${say(median)}, highest ${say(highest)}`}.
    </>
  );
}

function Rows({ preview: { items, unit, lowest, highest } }: { preview: Preview }) {
  const { currency } = useOrganisation();
  const low = Math.min(0, lowest ?? 0);
  const span = Math.max(0, highest ?? 0) - low || 1;
  if (items.length === 0) return <p className={classes.refused}>There are no customers to look at yet.</p>;
  return (
    <table className={classes.rows} aria-label="Ten accounts">
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">
            <span className="visually-hidden">As a bar</span>
          </th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ account, name, value }) => (
          <tr key={account}>
            <td>
              <Link to={`/accounts/${encodeURIComponent(account)}`}>{name}</Link>
            </td>
            <td aria-hidden>
              {value !== null && <span style={{ width: `${(100 * (value - low)) / span}%` }} />}
            </td>
            <td>{value === null ? 'missing' : formatUnit(value, unit, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
