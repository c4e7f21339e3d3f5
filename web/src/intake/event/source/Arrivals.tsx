import { Table } from '@mantine/core';
import { Link } from 'react-router';
import { TimeText } from '@/components/DayText';
import { Count } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { formatBytes } from '@/lib/format';
import { asidePath, received, type Source, useRates } from '../useSources';
import { CountingState } from './CountingState';
import { RatePicture } from './RatePicture';
import classes from './Source.module.css';

/** What came over a source; as long as nothing has, that it is waited for. */
export function Arrivals({ source }: { source: Source }) {
  const rates = useRates();
  const { key, name, waiting, bytes, last_event, revoked } = source;
  const rate = rates.data?.sources.find((one) => one.source === key);
  const live = `/events/live?source=${encodeURIComponent(key)}`;
  const isWaiting = received(source) === 0;
  return (
    <Panel title="Arrivals" actions={!isWaiting && <Link to={live}>Watch them arrive</Link>}>
      {rates.data && <CountingState rates={rates.data} />}
      <div aria-live="polite">
        {isWaiting && !revoked && (
          <p className={classes.waiting}>
            <span className={classes.pulse} aria-hidden />
            Waiting for the first event… This turns by itself when one comes.
          </p>
        )}
        {isWaiting && revoked && <p className={classes.note}>It never sent anything.</p>}
        {!isWaiting && <RatePicture rate={rate} width={420} height={56} />}
      </div>
      {!isWaiting && <Counters source={source} />}
      {!isWaiting && (
        <dl className={classes.figures}>
          <div>
            <dt>Waiting now</dt>
            <dd>
              {waiting > 0 ? (
                <Link to={asidePath(key)} aria-label={`${waiting} events of ${name} set aside`}>
                  <Count value={waiting} />
                </Link>
              ) : (
                <Count value={waiting} />
              )}
            </dd>
          </div>
          <div>
            <dt>Last event</dt>
            <dd>
              <TimeText time={last_event} />
            </dd>
          </div>
          <div>
            <dt>Received</dt>
            <dd>{formatBytes(bytes)}</dd>
          </div>
        </dl>
      )}
    </Panel>
  );
}

/** What came, by what became of it when it came. */
function Counters({ source }: { source: Source }) {
  const rows = [
    { label: 'Counted', today: source.events_today, all: source.events },
    { label: 'Seen before', today: source.duplicates_today, all: source.duplicates },
    { label: 'Set aside at first', today: source.set_aside_today, all: source.set_aside },
  ];
  return (
    <Table className={classes.counters} aria-label="Events">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What became of them</Table.Th>
          <Table.Th className="numeric">Today</Table.Th>
          <Table.Th className="numeric">In all</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ label, today, all }) => (
          <Table.Tr key={label}>
            <Table.Th scope="row">{label}</Table.Th>
            <Table.Td className="numeric">
              <Count value={today} />
            </Table.Td>
            <Table.Td className="numeric">
              <Count value={all} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
