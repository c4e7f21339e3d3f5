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
  const { key, name, events, duplicates, set_aside, bytes, last_event, revoked } = source;
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
      {!isWaiting && (
        <dl className={classes.figures}>
          <div>
            <dt>Events</dt>
            <dd>
              <Count value={events} />
            </dd>
          </div>
          <div>
            <dt>Seen before</dt>
            <dd>
              <Count value={duplicates} />
            </dd>
          </div>
          <div>
            <dt>Set aside</dt>
            <dd>
              {set_aside > 0 ? (
                <Link to={asidePath(key)} aria-label={`${set_aside} events of ${name} set aside`}>
                  <Count value={set_aside} />
                </Link>
              ) : (
                <Count value={set_aside} />
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
