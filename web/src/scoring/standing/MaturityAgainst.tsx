import { Select } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Decimal, Missing } from '@/components/numbers';
import { Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { formatCount, formatDecimal, formatDelta, formatMany } from '@/lib/format';
import { sentence } from '@/lib/words';
import classes from './Voices.module.css';

type Maturity = Schema<'Maturity'>;

/** The word by which the server knows all customers, beside the keys of segments. */
const CUSTOMERS = 'customers';
const LOWEST = 1;
const HIGHEST = 5;

/** With whom it is compared is in the address: a link shows the same. */
function useAgainst() {
  const [search, setSearch] = useSearchParams();
  const setAgainst = (against: string | null) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (against) after.set('against', against);
        else after.delete('against');
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  return [search.get('against') ?? undefined, setAgainst] as const;
}

/** Where the account stands among those of a segment, or among all customers: the index and each rating. */
export function MaturityAgainst({ accountKey, day }: { accountKey: string; day: Day | undefined }) {
  const [against, setAgainst] = useAgainst();
  const segments = $api.useQuery('get', '/api/v1/segments').data?.items ?? [];
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/accounts/{key}/maturity',
    { params: { path: { key: accountKey }, query: { day, against } } },
    { enabled: against !== undefined },
  );
  return (
    <section className={classes.against} aria-label="Against others">
      <Select
        size="xs"
        label="Compare with"
        placeholder="A segment, or all customers"
        data={[
          { value: CUSTOMERS, label: 'All customers' },
          ...segments.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        value={against ?? null}
        clearable
        clearButtonProps={{ 'aria-label': 'Compare with nobody' }}
        onChange={setAgainst}
      />
      {against && error && <Notice tone="bad">{sentence(error.message)}</Notice>}
      {against && !data && !error && <Loading label="Comparing" />}
      {against && data?.against && <Comparison maturity={data} others={data.against} />}
    </section>
  );
}

interface ComparisonProps {
  maturity: Maturity;
  others: Schema<'MaturityAgainst'>;
}

function Comparison({ maturity, others }: ComparisonProps) {
  const { name, accounts, scored, mean, median, below_pct } = others;
  if (scored === 0)
    return (
      <p>
        {accounts === 0 ? `No customer is in “${name}”.` : `Nobody of “${name}” has been rated yet.`} There is
        nothing to compare with.
      </p>
    );
  return (
    <>
      <p>
        <b>{formatDecimal(maturity.score)}</b> here; the mean of “{name}” is <b>{formatDecimal(mean)}</b>,
        half of them are below {formatDecimal(median)}.
        {below_pct !== null && ` ${Math.round(below_pct)} % of them have a lower index than this account.`}
        <small>
          {formatCount(scored)} of {formatMany(accounts, 'customer')} rated
        </small>
      </p>
      <Ratings ratings={maturity.ratings} groups={maturity.groups} name={name} />
    </>
  );
}

type RatingsProps = Pick<Maturity, 'ratings' | 'groups'> & { name: string };

function Ratings({ ratings, groups, name }: RatingsProps) {
  return (
    <ListTable
      label={`Ratings against ${name}`}
      headers={['Rating', 'This account', 'Their mean', 'Apart']}
      minWidth={440}
    >
      {groups.map(({ id, label }) => [
        <tr key={id} data-group>
          <th scope="rowgroup" colSpan={4}>
            {label}
          </th>
        </tr>,
        ...ratings
          .filter(({ group }) => group === id)
          .map((rating) => <Row key={rating.id} rating={rating} />),
      ])}
    </ListTable>
  );
}

function Row({ rating: { label, value, against } }: { rating: Schema<'MaturityRating'> }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        {value === null ? (
          <Missing reason="not rated" />
        ) : (
          <IntervalBar
            value={value}
            low={null}
            high={null}
            from={LOWEST}
            to={HIGHEST}
            format={formatDecimal}
            mark={against}
          />
        )}
      </td>
      <td className="numeric">
        <Decimal value={against} />
      </td>
      <td className="numeric">
        {value === null || against === null ? <Missing /> : formatDelta(value - against)}
      </td>
    </tr>
  );
}
