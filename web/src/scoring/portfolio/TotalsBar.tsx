import { type Band, bandOf, HealthShape, healthLabels } from '@/components/HealthBadge';
import { Count, Decimal, Money } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatCount, formatMoney, formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './TotalsBar.module.css';

type Totals = Schema<'PortfolioTotals'>;

interface TotalsBarProps {
  totals: Totals;
  /** The bands the table is narrowed to; '' is "not known". */
  bands: string[];
  onBands: (bands: string[]) => void;
}

const order: Band[] = ['low', 'medium', 'high', 'unknown'];

/** The sum of what the table shows, and how its health is spread. A band is a filter. */
export function TotalsBar({ totals, bands, onBands }: TotalsBarProps) {
  return (
    <dl className={classes.bar} aria-label="Totals of the accounts shown">
      <div>
        <dt>Accounts</dt>
        <dd>
          <Count value={totals.accounts} />
        </dd>
      </div>
      <div>
        <dt>ARR</dt>
        <dd>
          <Money cents={totals.arr_cents} isShort />
        </dd>
      </div>
      <div>
        <dt>Mean health</dt>
        <dd>
          <Decimal value={totals.health_mean} />
          <Known known={totals.health_known} of={totals.accounts} />
        </dd>
      </div>
      <div>
        <dt>Mean maturity</dt>
        <dd>
          <Decimal value={totals.maturity_mean} />
          <Known known={totals.maturity_known} of={totals.accounts} />
        </dd>
      </div>
      <div className={classes.split}>
        <dt>Health</dt>
        <dd>
          <BandSplit totals={totals} bands={bands} onBands={onBands} />
        </dd>
      </div>
    </dl>
  );
}

/** A mean says of how many it is one. */
function Known({ known, of }: { known: number; of: number }) {
  if (known === of || known === 0) return null;
  return <small title={`${formatCount(of - known)} not known`}>of {formatCount(known)} known</small>;
}

function BandSplit({ totals, bands, onBands }: TotalsBarProps) {
  const { currency } = useOrganisation();
  const parts = order.map((band) => {
    const part = totals.by_health_band.find((candidate) => bandOf(candidate.band) === band);
    return {
      band,
      value: band === 'unknown' ? '' : band,
      count: part?.count ?? 0,
      arr: part?.arr_cents ?? 0,
    };
  });
  const total = Math.max(1, totals.accounts);

  return (
    <>
      <span className={classes.stripes} aria-hidden>
        {parts.map(({ band, count }) => (
          <span key={band} data-band={band} style={{ flexGrow: count }} />
        ))}
      </span>
      <span className={classes.legend}>
        {parts.map(({ band, value, count, arr }) => (
          <button
            key={band}
            type="button"
            aria-pressed={bands.includes(value)}
            title={`${healthLabels[band]}: ${formatPercent((100 * count) / total)} of accounts, ${formatMoney(arr, currency)} ARR`}
            onClick={() =>
              onBands(bands.includes(value) ? bands.filter((old) => old !== value) : [...bands, value])
            }
          >
            <HealthShape band={band} size={9} />
            <span>{healthLabels[band]}</span>
            <b>{formatCount(count)}</b>
          </button>
        ))}
      </span>
    </>
  );
}
