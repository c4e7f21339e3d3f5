/** Figures: right-aligned by their column, tabular digits, missing as a dash. */
import {
  formatCount,
  formatDecimal,
  formatDelta,
  formatMoney,
  formatPercent,
  formatUnit,
  MISSING,
} from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './numbers.module.css';

type Value = number | null | undefined;

function Figure({ text, title }: { text: string; title?: string }) {
  if (text === MISSING) return <Missing />;
  return (
    <span className={classes.figure} title={title}>
      {text}
    </span>
  );
}

/** Unknown is not zero: a dash that says so. */
export function Missing({ reason = 'not known' }: { reason?: string }) {
  return (
    <span className={classes.missing} title={reason}>
      <span aria-hidden>{MISSING}</span>
      <span className="visually-hidden">{reason}</span>
    </span>
  );
}

/** Money in the organisation's currency; short (€1.2M) shows the full figure on hover. */
export function Money({ cents, isShort = false }: { cents: Value; isShort?: boolean }) {
  const { currency } = useOrganisation();
  const full = formatMoney(cents, currency);
  return (
    <Figure text={isShort ? formatMoney(cents, currency, true) : full} title={isShort ? full : undefined} />
  );
}

export const Percent = ({ value }: { value: Value }) => <Figure text={formatPercent(value)} />;
export const Count = ({ value }: { value: Value }) => <Figure text={formatCount(value)} />;
export const Decimal = ({ value }: { value: Value }) => <Figure text={formatDecimal(value)} />;

/** A metric's value in its own unit. */
export function MetricValue({ value, unit }: { value: Value; unit: string }) {
  const { currency } = useOrganisation();
  return <Figure text={formatUnit(value, unit, currency)} />;
}

interface DeltaProps {
  from: Value;
  to: Value;
  /** Which way is good; `neither` stays grey. */
  direction?: 'more' | 'less' | 'neither';
  decimals?: number;
  /** What it is compared with, for the tooltip: "28 days before". */
  since?: string;
}

/** A change: arrow, sign and colour all say the same. Nothing when either end is missing. */
export function Delta({ from, to, direction = 'more', decimals = 0, since }: DeltaProps) {
  if (from == null || to == null) return null;
  const change = Number((to - from).toFixed(decimals));
  const tone =
    change === 0 || direction === 'neither' ? 'flat' : change > 0 === (direction === 'more') ? 'good' : 'bad';
  const arrow = change === 0 ? '→' : change > 0 ? '↗' : '↘';
  return (
    <span
      className={classes.delta}
      data-tone={tone}
      title={since && `${formatDelta(to - from, 1)} against ${since}`}
    >
      <span aria-hidden>{arrow}</span> {formatDelta(change, decimals)}
    </span>
  );
}
