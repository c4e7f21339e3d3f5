import { Missing } from '@/components/numbers';
import { Track } from '@/components/Track';
import { formatDecimal, formatNumber } from '@/lib/format';
import classes from './Prospect.module.css';
import type { Prospect } from './verdicts';

const MATURITY_LOW = 1;
const MATURITY_HIGH = 5;

/** What the verdict rests on, side by side: each answer as a share of what it can be, and maturity beside them. */
export function ProspectParts({ prospect }: { prospect: Prospect }) {
  const { parts, maturity, min_maturity } = prospect;
  return (
    <dl className={classes.parts}>
      {parts.map(({ id, label, value, unit, score }) => (
        <Part key={id} label={label} share={score === null ? null : score / 100}>
          {value === null ? null : `${formatNumber(value)} ${unit ?? ''}`.trim()}
        </Part>
      ))}
      <Part
        label="Maturity"
        share={maturity === null ? null : (maturity - MATURITY_LOW) / (MATURITY_HIGH - MATURITY_LOW)}
        isBad={maturity !== null && min_maturity !== null && maturity < min_maturity}
      >
        {maturity === null ? null : `${formatDecimal(maturity)} of ${MATURITY_HIGH}`}
      </Part>
    </dl>
  );
}

interface PartProps {
  label: string;
  /** 0 to 1; null where it is not known. */
  share: number | null;
  isBad?: boolean;
  children: string | null;
}

function Part({ label, share, isBad = false, children }: PartProps) {
  return (
    <div data-missing={share === null} data-bad={isBad}>
      <dt>{label}</dt>
      <dd>
        {children ?? <Missing reason="not known" />}
        <Track share={share} tone={isBad ? 'low' : undefined} />
      </dd>
    </div>
  );
}
