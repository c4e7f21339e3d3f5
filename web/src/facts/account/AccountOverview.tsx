import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { Panel } from '@/components/Panel';
import { AssessmentHistory } from '@/facts/assessment/AssessmentHistory';
import { useHasDraft } from '@/facts/assessment/interview/useSheetDraft';
import { useAssessments } from '@/facts/assessment/useAssessments';
import { InteractionForm } from '@/facts/interaction/InteractionForm';
import { InteractionList } from '@/facts/interaction/InteractionList';
import { UsagePanel } from '@/facts/usage/UsagePanel';
import { RiskPanel } from '@/forecast/risk/account/RiskPanel';
import { ValuePanel } from '@/forecast/value/ValuePanel';
import { addDays, type Day } from '@/lib/day';
import { LedgerPanel } from '@/scoring/ledger/LedgerPanel';
import { QualificationPanel } from '@/scoring/prospect/QualificationPanel';
import { ChangePanel } from '@/scoring/standing/ChangePanel';
import { FamilyPanel } from '@/scoring/standing/FamilyPanel';
import { HealthPanel } from '@/scoring/standing/HealthPanel';
import { MaturityPanel } from '@/scoring/standing/MaturityPanel';
import { MaturityVoices } from '@/scoring/standing/MaturityVoices';
import { TrendPanel } from '@/scoring/standing/TrendPanel';
import type { Standing } from '@/scoring/standing/useStanding';
import { AboutPanel } from './AboutPanel';
import classes from './Account.module.css';
import { useAccountAddress } from './useAccountAddress';

const LATEST = 4;

interface AccountOverviewProps {
  standing: Standing;
  day: Day | undefined;
  onRate: (() => void) | undefined;
  onChanged: () => void;
}

/** Why the account stands where it does, at the left over time, at the right the customer itself. */
export function AccountOverview({ standing, day, onRate, onChanged }: AccountOverviewProps) {
  const { setDay, setTab, setFacts } = useAccountAddress();
  const mayAdd = useCan('manager');
  const [span, setSpan] = useState('365');
  const [usageSpan, setUsageSpan] = useState('182');
  const { key } = standing.account;

  return (
    <div className={classes.columns}>
      <div>
        {standing.verdict ? (
          <QualificationPanel standing={standing} isPast={day !== undefined} onFacts={setFacts} />
        ) : (
          <>
            <HealthPanel health={standing.health} onFacts={setFacts} />
            {!day && <RiskPanel account={key} onAll={() => setTab('risk')} onFacts={setFacts} />}
            <ChangePanel accountKey={key} day={day} />
            <TrendPanel accountKey={key} day={day} span={span} onSpan={setSpan} onDay={setDay} />
            <LedgerPanel accountKey={key} day={day} onDay={setDay} />
          </>
        )}
        <UsagePanel account={key} day={day} span={usageSpan} onSpan={setUsageSpan} />
      </div>
      <div>
        <Maturity standing={standing} day={day} onRate={onRate} onChanged={onChanged} />
        <Panel
          title="Latest interactions"
          actions={
            <Button variant="subtle" size="compact-xs" onClick={() => setTab('interactions')}>
              All
            </Button>
          }
        >
          {mayAdd && <InteractionForm account={key} />}
          <InteractionList account={key} day={day} latest={LATEST} />
        </Panel>
        {!standing.verdict && <ValuePanel accountKey={key} day={day} />}
        <FamilyPanel standing={standing} day={day} />
        <AboutPanel account={standing.account} />
      </div>
    </div>
  );
}

function Maturity({ standing, day, onRate, onChanged }: AccountOverviewProps) {
  const { account, maturity } = standing;
  const { setFacts } = useAccountAddress();
  const { items } = useAssessments(account.key, day);
  const hasDraft = useHasDraft(account.key);
  const latest = items?.[0];
  const hasBefore = items?.some((item) => latest && item.day < latest.day) ?? false;
  return (
    <MaturityPanel
      accountKey={account.key}
      maturity={maturity}
      before={latest && hasBefore ? addDays(latest.day, -1) : undefined}
      onFacts={setFacts}
      actions={
        onRate && (
          <>
            <Button
              component={Link}
              to={`/accounts/${encodeURIComponent(account.key)}/interview`}
              variant="default"
              size="compact-xs"
            >
              {hasDraft ? 'Continue the interview' : 'Interview'}
            </Button>
            <Button variant="default" size="compact-xs" onClick={onRate}>
              Rate
            </Button>
          </>
        )
      }
    >
      <MaturityVoices accountKey={account.key} day={day} />
      <AssessmentHistory account={account.key} day={day} onChange={onChanged} />
    </MaturityPanel>
  );
}
