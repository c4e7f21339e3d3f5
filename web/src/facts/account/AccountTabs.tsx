import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useCan } from '@/access/session';
import { AskButton } from '@/action/survey/AskButton';
import { Panel } from '@/components/Panel';
import { advocacyKind } from '@/facts/advocacy/advocacyKind';
import { touchKind } from '@/facts/campaign/touchKind';
import { churnKind } from '@/facts/churn/churnKind';
import { contactKind } from '@/facts/contact/contactKind';
import type { FactKind } from '@/facts/factKind';
import { GoalPanel } from '@/facts/goal/GoalPanel';
import { goalKind } from '@/facts/goal/goalKind';
import { InteractionForm } from '@/facts/interaction/InteractionForm';
import { InteractionList } from '@/facts/interaction/InteractionList';
import { FactPanel } from '@/facts/list/FactPanel';
import { opportunityKind } from '@/facts/opportunity/opportunityKind';
import { invoiceKind } from '@/facts/revenue/invoiceKind';
import { subscriptionKind } from '@/facts/revenue/subscriptionKind';
import { ResponsePanel } from '@/facts/survey/response/ResponsePanel';
import { ticketKind } from '@/facts/ticket/ticketKind';
import { UsagePanel } from '@/facts/usage/UsagePanel';
import { UsersPanel } from '@/facts/usage/UsersPanel';
import { RiskTab } from '@/forecast/risk/account/RiskTab';
import type { Day } from '@/lib/day';
import type { Standing } from '@/scoring/standing/useStanding';
import classes from './Account.module.css';
import { AccountAudit } from './AccountAudit';
import { AccountOverview } from './AccountOverview';
import { useAccountAddress } from './useAccountAddress';

interface AccountTabsProps {
  standing: Standing;
  day: Day | undefined;
  onRate: (() => void) | undefined;
  onChanged: () => void;
}

interface FactTab {
  value: string;
  label: string;
  panel: (account: string, day: Day | undefined) => ReactNode;
}

/** The tab of a kind whose facts stand in a table. */
const tabOf = <Fact extends { key: string }>(kind: FactKind<Fact>): FactTab => ({
  value: kind.title.toLowerCase(),
  label: kind.title,
  panel: (account, day) => <FactPanel kind={kind} account={account} day={day} />,
});

/** A new kind gets its tab here. */
const factTabs: FactTab[] = [
  {
    value: 'goals',
    label: goalKind.title,
    panel: (account, day) => <GoalPanel account={account} day={day} />,
  },
  tabOf(contactKind),
  tabOf(subscriptionKind),
  tabOf(opportunityKind),
  tabOf(invoiceKind),
  tabOf(ticketKind),
  {
    value: 'responses',
    label: 'Responses',
    panel: (account, day) => (
      <ResponsePanel account={account} day={day} ask={<AskButton account={account} />} />
    ),
  },
  tabOf(advocacyKind),
  tabOf(touchKind),
  tabOf(churnKind),
];

/** An address that names no tab, or none that this person sees, leads to the overview. */
const isTab = (value: string, isAdmin: boolean) =>
  value === 'usage' ||
  value === 'risk' ||
  value === 'interactions' ||
  (value === 'audit' && isAdmin) ||
  factTabs.some((one) => one.value === value);

/** The overview, and behind tabs the facts it is made of. */
export function AccountTabs({ standing, day, onRate, onChanged }: AccountTabsProps) {
  const { tab, setTab, setFacts } = useAccountAddress();
  const isAdmin = useCan('admin');
  const mayAdd = useCan('manager');
  const [span, setSpan] = useState('182');
  const { key } = standing.account;

  return (
    <Tabs
      value={tab && isTab(tab, isAdmin) ? tab : 'overview'}
      onChange={(next) => setTab(next === 'overview' || next === null ? undefined : next)}
      keepMounted={false}
      classNames={{ list: classes.tabList, panel: classes.tabPanel }}
    >
      <Tabs.List aria-label="Parts of the account">
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="risk">Risk</Tabs.Tab>
        <Tabs.Tab value="usage">Usage</Tabs.Tab>
        <Tabs.Tab value="interactions">Interactions</Tabs.Tab>
        {factTabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
        {isAdmin && <Tabs.Tab value="audit">Audit</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <AccountOverview standing={standing} day={day} onRate={onRate} onChanged={onChanged} />
      </Tabs.Panel>
      <Tabs.Panel value="risk">
        <RiskTab account={key} day={day} onFacts={setFacts} />
      </Tabs.Panel>
      <Tabs.Panel value="usage">
        <div className={classes.stack}>
          <UsagePanel account={key} day={day} span={span} onSpan={setSpan} />
          <UsersPanel account={key} day={day} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="interactions">
        <Panel title="Interactions" hint="Talks and notes, the latest first.">
          {mayAdd && <InteractionForm account={key} />}
          <InteractionList account={key} day={day} />
        </Panel>
      </Tabs.Panel>
      {factTabs.map(({ value, panel }) => (
        <Tabs.Panel key={value} value={value}>
          {panel(key, day)}
        </Tabs.Panel>
      ))}
      {isAdmin && (
        <Tabs.Panel value="audit">
          <Panel title="Audit" hint="Who changed this account, when, and what stood there before.">
            <AccountAudit account={key} />
          </Panel>
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
