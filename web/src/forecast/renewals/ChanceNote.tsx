import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatMany } from '@/lib/format';

/** Where the chances come from: a forecast is read differently by whom it is told. */
export function ChanceNote({ renewals }: { renewals: Schema<'Renewals'> }) {
  const { by_model, by_curve, model_day, all } = renewals;
  const risk = <Link to="/forecast/risk">the model of risk</Link>;
  const curve = <Link to="/forecast/retention">how such contracts were renewed before</Link>;
  return (
    <Notice>
      {by_model > 0 && (
        <>
          {formatCount(by_model)} of {formatCount(all.due)} chances are what {risk} told
          {model_day && ` by what was known on ${formatDay(model_day)}`}
          {by_curve > 0 && (
            <>
              ; {formatCount(by_curve)}, of later renewals, are {curve}
            </>
          )}
          .
        </>
      )}
      {by_model === 0 && by_curve > 0 && (
        <>
          Chances are {curve}, alike for all at the same renewal: no model of risk that predicts is in force.
        </>
      )}
      {all.unknown > 0 && (
        <> Of {formatMany(all.unknown, 'renewal')} nothing can be said: too few customers came that far.</>
      )}
    </Notice>
  );
}
