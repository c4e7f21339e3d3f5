import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { formatMoneyExact } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { kindsOf, type Month, netOf } from './kinds';
import classes from './Revenue.module.css';

/** The bridge written out, and reckoned anew by the reader's own machine. */
export function AddsUp({ total }: { total: Month }) {
  const { currency } = useOrganisation();
  const exact = (cents: number) => formatMoneyExact(cents, currency);
  const off = total.end_arr_cents - total.start_arr_cents - netOf(total);
  return (
    <p className={classes.sum}>
      <span>{exact(total.start_arr_cents)}</span>
      {kindsOf([total]).map(({ id, label, change }) => (
        <span key={id}>
          {change(total) < 0 || id === 'contraction' || id === 'churn' ? '−' : '+'}{' '}
          {exact(Math.abs(change(total)))} <small>{label.toLowerCase()}</small>
        </span>
      ))}
      <span>= {exact(total.end_arr_cents)}</span>
      <SumMark isRight={off === 0}>
        {off === 0 ? 'adds up to the cent' : `is ${exact(off)} off: please report this`}
      </SumMark>
    </p>
  );
}

export function SumMark({ isRight, children }: { isRight: boolean; children: string }) {
  const Icon = isRight ? IconCircleCheck : IconAlertTriangle;
  return (
    <span className={classes.mark} data-right={isRight}>
      <Icon size={15} stroke={1.8} aria-hidden /> {children}
    </span>
  );
}
