import { IconArrowDown, IconArrowUp, IconHash, IconMinus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import type { Schema } from '@/lib/api';
import classes from './Metrics.module.css';

export type Metric = Schema<'Metric'>;

const directions = {
  more: { icon: IconArrowUp, text: 'higher is better' },
  less: { icon: IconArrowDown, text: 'lower is better' },
  neither: { icon: IconMinus, text: 'neither is better' },
};

const unitText = (unit: string) => (unit === 'currency' ? 'money' : unit);

const columnsWith = (id: string) => [...new Set(['health', 'maturity', 'arr', id, 'owner'])].join();

export function MetricEntry({ metric, isTarget }: { metric: Metric; isTarget: boolean }) {
  const { id, label, unit, direction, window, formula, facts, source } = metric;
  const { icon: Arrow, text } = directions[direction];
  const isOwn = metric.group === 'own';
  const mayDefine = useCan('manager');
  return (
    <article id={id} className={classes.entry} data-target={isTarget} aria-labelledby={`${id}-label`}>
      <header>
        <h3 id={`${id}-label`}>{label}</h3>
        <code>{id}</code>
        <a href={`#${id}`} aria-label={`Link to ${label}`} className={classes.anchor}>
          <IconHash size={14} stroke={1.8} aria-hidden />
        </a>
      </header>
      <p>{formula}</p>
      <dl>
        <Detail term="Unit">{unitText(unit)}</Detail>
        <Detail term="Direction">
          <Arrow size={12} stroke={2} aria-hidden /> {text}
        </Detail>
        {window && <Detail term="Window">{window}</Detail>}
        <Detail term="Made from">{facts.join(', ')}</Detail>
        <Detail term="Follows">{source}</Detail>
      </dl>
      {isOwn && mayDefine && (
        <>
          <Link to={`/dictionary/${encodeURIComponent(id)}/change`}>Change it</Link>{' '}
        </>
      )}
      <Link to={`/portfolio?columns=${columnsWith(id)}&sort=-${id}`}>See it for every account</Link>
    </article>
  );
}

function Detail({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
