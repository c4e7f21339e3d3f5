import { DayText } from '@/components/DayText';
import { Count } from '@/components/numbers';
import type { Column } from '@/components/table/DataTable';
import { formatDay } from '@/lib/day';
import { formatCount } from '@/lib/format';
import classes from '../Event.module.css';
import { FlagSwitch } from './FlagSwitch';
import type { CatalogueEvent } from './useCatalogue';

export const catalogueColumns: Column<CatalogueEvent>[] = [
  {
    id: 'key',
    header: 'Event',
    width: 260,
    isSortable: true,
    cell: ({ key, label }) => (
      <span className={classes.clip} title={key}>
        <b className={classes.name}>{label || key}</b>
        {label && label !== key && <span className={classes.also}> {key}</span>}
      </span>
    ),
  },
  {
    id: 'volume',
    header: 'Volume',
    help: 'How often it happened in all',
    width: 110,
    isNumeric: true,
    isSortable: true,
    cell: ({ volume }) => <Count value={volume} />,
  },
  {
    id: 'accounts',
    header: 'Accounts',
    help: 'How many accounts ever used it',
    width: 110,
    isNumeric: true,
    isSortable: true,
    cell: ({ accounts }) => <Count value={accounts} />,
  },
  {
    id: 'first_day',
    header: 'First seen',
    width: 120,
    isSortable: true,
    cell: ({ first_day }) => <DayText day={first_day} />,
  },
  {
    id: 'last_day',
    header: 'Last seen',
    width: 120,
    isSortable: true,
    cell: ({ last_day }) => <DayText day={last_day} />,
  },
  {
    id: 'is_tracked',
    header: 'Tracked',
    help: 'It is a feature: counts when breadth of use is measured',
    width: 100,
    isSortable: true,
    cell: (event) => <FlagSwitch event={event} flag="is_tracked" says="is tracked" />,
  },
  {
    id: 'is_advanced',
    header: 'Advanced',
    help: 'It is an advanced feature: counts when depth of use is measured',
    width: 100,
    isSortable: true,
    cell: (event) => <FlagSwitch event={event} flag="is_advanced" says="is advanced" />,
  },
];

export const compactEvent = ({ key, label, volume, accounts, last_day, is_advanced }: CatalogueEvent) => (
  <div className={classes.compact}>
    <span className={classes.name}>{label || key}</span>
    <Count value={volume} />
    <small>
      {accounts === null ? 'accounts not known' : `${formatCount(accounts)} accounts`}
      {is_advanced && ', advanced'}
    </small>
    <small>{last_day && formatDay(last_day)}</small>
  </div>
);
