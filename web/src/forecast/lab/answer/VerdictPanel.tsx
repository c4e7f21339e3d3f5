import { Button } from '@mantine/core';
import { IconArrowsUpDown, IconCircleCheck, IconDice5, IconHourglassEmpty } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Figure, Figures } from '@/components/Figures';
import { formatDay } from '@/lib/day';
import { formatCount, formatMany, formatPercent } from '@/lib/format';
import { type Lab, LEFT_FEW, leftWords, verdictLabels } from '../lab';
import classes from './Verdict.module.css';

const icons = {
  useful: IconCircleCheck,
  chance: IconDice5,
  reversed: IconArrowsUpDown,
  too_few: IconHourglassEmpty,
};

/** The answer, in a sentence that can be read from across the room. */
export function VerdictPanel({ lab }: { lab: Lab }) {
  const verdict = lab.scores[0]?.verdict ?? 'too_few';
  const Icon = icons[verdict];
  return (
    <section className={classes.verdict} data-verdict={verdict} aria-label="Verdict">
      <p className={classes.stamp}>
        <Icon size={18} stroke={1.7} aria-hidden />
        {verdictLabels[verdict]}
      </p>
      <h2>{lab.headline}</h2>
      <p className={classes.words}>{lab.words}</p>
      <Looked lab={lab} />
      {lab.months === 0 && (
        <div>
          <Button component={Link} to="/import" variant="default" size="xs">
            Import a longer history
          </Button>
        </div>
      )}
    </section>
  );
}

/** What was looked at. */
function Looked({ lab }: { lab: Lab }) {
  const period =
    lab.from && lab.to ? `${formatDay(lab.from)} to ${formatDay(lab.to)}` : 'none that can be judged yet';
  return (
    <Figures>
      <Figure name="Month-ends" more={period}>
        {formatCount(lab.months)}
      </Figure>
      <Figure name="Customers" more={formatMany(lab.rows, 'row')}>
        {formatCount(lab.accounts)}
      </Figure>
      <Figure
        name="Of them left"
        more={lab.left_accounts < LEFT_FEW ? `a verdict takes ${LEFT_FEW}` : formatMany(lab.left_rows, 'row')}
      >
        {formatCount(lab.left_accounts)}
      </Figure>
      <Figure name="Share of rows that left" more={leftWords(lab)}>
        {formatPercent(lab.base_pct)}
      </Figure>
    </Figures>
  );
}
