import { Count } from '@/components/numbers';
import classes from '@/facts/list/FactTable.module.css';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';

/** Use by event, the most used first; a metric over two windows has both. */
export function UsageRows({ rows }: { rows: Schema<'MetricUsage'>[] }) {
  const hasBefore = rows.some(({ count_before }) => count_before > 0);
  return (
    <table className={classes.table} aria-label="Use by event">
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col" data-numeric>
            Count
          </th>
          {hasBefore && (
            <th scope="col" data-numeric>
              Before
            </th>
          )}
          <th scope="col" data-numeric>
            Days
          </th>
          <th scope="col">Last</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ event, label, is_advanced, is_tracked, count, count_before, days, last }) => (
          <tr key={event}>
            <td data-label="Event">
              <div>
                {label || event}
                <small>
                  {[!is_tracked && 'not tracked', is_advanced && 'advanced'].filter(Boolean).join(', ')}
                </small>
              </div>
            </td>
            <td data-numeric data-label="Count">
              <Count value={count} />
            </td>
            {hasBefore && (
              <td data-numeric data-label="Before">
                <Count value={count_before} />
              </td>
            )}
            <td data-numeric data-label="Days">
              <Count value={days} />
            </td>
            <td data-label="Last">{formatDay(last)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function UserRows({ rows }: { rows: Schema<'MetricUser'>[] }) {
  return (
    <table className={classes.table} aria-label="Product users">
      <thead>
        <tr>
          <th scope="col">Product user</th>
          <th scope="col" data-numeric>
            Days there
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ user, days }) => (
          <tr key={user}>
            <td data-label="Product user">
              <div>{user}</div>
            </td>
            <td data-numeric data-label="Days there">
              <Count value={days} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
