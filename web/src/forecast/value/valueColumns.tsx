import { Link } from 'react-router';
import { Missing, Money } from '@/components/numbers';
import cells from '@/components/table/cells.module.css';
import type { Column } from '@/components/table/DataTable';
import { accountPath } from '@/lib/accountPath';
import { formatDecimal, formatNumber } from '@/lib/format';
import { Chance, chanceText } from '../Chance';
import { ValueText } from './ValueText';
import type { ValueColumn, ValueRow } from './valueChoice';

const NO_COST = 'no acquisition cost is known';

/** A column that the server sorts by. */
const sorted = (id: ValueColumn, column: Omit<Column<ValueRow>, 'id'>): Column<ValueRow> => ({
  id,
  isSortable: true,
  isNumeric: true,
  ...column,
});

export const valueColumns: Column<ValueRow>[] = [
  {
    id: 'name',
    header: 'Account',
    width: 164,
    cell: ({ key, name }) => (
      <Link to={accountPath(key)} className={cells.name}>
        {name}
      </Link>
    ),
  },
  sorted('arr', { header: 'ARR', width: 76, cell: ({ arr_cents }) => <Money cents={arr_cents} isShort /> }),
  {
    id: 'margin',
    header: 'Margin',
    help: 'Gross margin',
    width: 80,
    isNumeric: true,
    cell: ({ gross_margin_pct, is_margin_default }) => (
      <span title={is_margin_default ? 'The account has none of its own: by the settings' : undefined}>
        {is_margin_default && <small className={cells.soft}>default </small>}
        {formatNumber(Math.round(gross_margin_pct))}%
      </span>
    ),
  },
  sorted('chance', {
    header: 'Renews',
    help: 'How likely it is to be renewed when the running term ends',
    width: 92,
    cell: (row) => <Chance pct={row.chance_pct} source={row.source} />,
  }),
  sorted('ltv_3y', {
    header: 'Three years',
    help: 'Discounted gross margin of three years',
    width: 166,
    cell: (row) => (
      <ValueText cents={row.ltv_3y_cents} low={row.ltv_3y_low_cents} high={row.ltv_3y_high_cents} />
    ),
  }),
  sorted('ltv_5y', {
    header: 'Five years',
    width: 84,
    cell: ({ ltv_5y_cents }) => <Money cents={ltv_5y_cents} isShort />,
  }),
  sorted('life', {
    header: 'For life',
    help: 'To the end, discounted',
    width: 166,
    cell: (row) => (
      <ValueText
        cents={row.life_cents}
        low={row.life_low_cents}
        high={row.life_high_cents}
        isInfinite={row.is_life_infinite}
      />
    ),
  }),
  sorted('acquisition', {
    header: 'Acquisition',
    help: 'What it cost to win the customer',
    width: 94,
    cell: ({ acquisition_cents }) =>
      acquisition_cents === null ? <Missing reason={NO_COST} /> : <Money cents={acquisition_cents} isShort />,
  }),
  sorted('payback', {
    header: 'Payback',
    help: 'Months of gross margin that earn the acquisition cost back',
    width: 80,
    cell: ({ payback_months }) =>
      payback_months === null ? <Missing reason={NO_COST} /> : `${formatDecimal(payback_months)} mo`,
  }),
  sorted('life_to_acquisition', {
    header: 'Life ÷ cost',
    help: 'Value for life against acquisition cost',
    width: 90,
    cell: ({ life_to_acquisition, is_life_infinite }) =>
      life_to_acquisition === null ? (
        <Missing reason={is_life_infinite ? 'the value for life is infinite' : NO_COST} />
      ) : (
        `${formatDecimal(life_to_acquisition)}×`
      ),
  }),
];

/** An account in two lines, on a phone. */
export const compactValue = (row: ValueRow) => (
  <div className={cells.compact}>
    <div>
      <Link to={accountPath(row.key)} className={cells.name}>
        {row.name}
      </Link>
      <small>
        <Money cents={row.arr_cents} isShort /> a year, {chanceText(row.chance_pct)} renews
      </small>
    </div>
    <div>
      <Money cents={row.ltv_3y_cents} isShort />
      <small>over three years</small>
    </div>
  </div>
);
