import { Button } from '@mantine/core';
import { Panel } from '@/components/Panel';
import { Chance } from './Chance';
import { Reasons } from './Reasons';
import { isTold, useAccountRisk } from './useAccountRisk';

const SHOWN = 3;

interface RiskPanelProps {
  account: string;
  onAll: () => void;
  onFacts: (metric: string) => void;
}

/** The risk in short, where there is something to say; the tab has all of it. */
export function RiskPanel({ account, onAll, onFacts }: RiskPanelProps) {
  const { data } = useAccountRisk(account);
  if (!data || !isTold(data)) return null;
  return (
    <Panel
      title="Risk of leaving"
      actions={
        <Button variant="subtle" size="compact-xs" onClick={onAll}>
          All
        </Button>
      }
    >
      <Chance risk={data} />
      <Reasons reasons={data.reasons.slice(0, SHOWN)} onFacts={onFacts} />
    </Panel>
  );
}
