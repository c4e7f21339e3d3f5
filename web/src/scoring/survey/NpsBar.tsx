import { formatMany, formatPercent } from '@/lib/format';
import classes from './Results.module.css';

interface NpsBarProps {
  promoters: number;
  passives: number;
  detractors: number;
}

/** Who would recommend, who would not: the three groups that make the score, as shares of one bar. */
export function NpsBar({ promoters, passives, detractors }: NpsBarProps) {
  const all = promoters + passives + detractors;
  if (all === 0) return null;
  const parts = [
    { id: 'detractors', tone: 'bad', count: detractors, label: formatMany(detractors, 'detractor') },
    { id: 'passives', tone: 'medium', count: passives, label: formatMany(passives, 'passive') },
    { id: 'promoters', tone: 'good', count: promoters, label: formatMany(promoters, 'promoter') },
  ];
  return (
    <div className={classes.nps}>
      <div className={classes.stack} aria-hidden>
        {parts.map(({ id, tone, count }) => (
          <i key={id} data-tone={tone} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul>
        {parts.map(({ id, tone, count, label }) => (
          <li key={id} data-tone={tone}>
            {label} <small>{formatPercent((100 * count) / all)}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
