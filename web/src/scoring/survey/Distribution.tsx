import { formatCount, formatPercent } from '@/lib/format';
import classes from './Results.module.css';

export interface Share {
  id: string;
  label: string;
  count: number;
  /** What the answer means, where it means something. */
  tone?: 'good' | 'medium' | 'bad';
}

interface DistributionProps {
  label: string;
  shares: Share[];
  /** How many answered: with several choices more than the sum may be chosen. */
  answered: number;
}

/** How often each answer was given: a bar, and the figures beside it. */
export function Distribution({ label, shares, answered }: DistributionProps) {
  const most = Math.max(1, ...shares.map(({ count }) => count));
  return (
    <table className={classes.distribution} aria-label={label}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Answer</th>
          <th scope="col">Share</th>
          <th scope="col">Count</th>
          <th scope="col">Per cent</th>
        </tr>
      </thead>
      <tbody>
        {shares.map(({ id, label: name, count, tone }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td aria-hidden>
              <span className={classes.track}>
                {count > 0 && <i style={{ width: `${(100 * count) / most}%` }} data-tone={tone} />}
              </span>
            </td>
            <td>{formatCount(count)}</td>
            <td>{answered > 0 ? formatPercent((100 * count) / answered) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
