import classes from '../Lab.module.css';
import type { Lab } from '../lab';
import { AccountsPanel } from './AccountsPanel';
import { BandsPanel } from './BandsPanel';
import { CalibrationPanel } from './CalibrationPanel';
import { Caveats } from './Caveats';
import { EffectsPanel } from './EffectsPanel';
import { GainsPanel } from './GainsPanel';
import { PairsPanel, RankPanel } from './RankPanel';
import { VerdictPanel } from './VerdictPanel';

/** The verdict first, then the pictures behind it, then the customers, then what to beware of. */
export function Answer({ lab }: { lab: Lab }) {
  const isJudged = lab.scores.length > 0;
  return (
    <>
      <VerdictPanel lab={lab} />
      {isJudged && (
        <>
          <div className={classes.halves}>
            <RankPanel lab={lab} />
            <GainsPanel lab={lab} />
          </div>
          <BandsPanel lab={lab} />
          <div className={classes.halves}>
            <div className={classes.stack}>
              <PairsPanel lab={lab} />
              <EffectsPanel lab={lab} />
            </div>
            <CalibrationPanel lab={lab} />
          </div>
          <div className={classes.halves}>
            <AccountsPanel lab={lab} isGreen />
            <AccountsPanel lab={lab} isGreen={false} />
          </div>
        </>
      )}
      <Caveats lab={lab} />
    </>
  );
}
