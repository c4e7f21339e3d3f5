import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Panel } from '@/components/Panel';
import { ContactList } from '@/facts/contact/ContactList';
import { InteractionForm } from '@/facts/interaction/InteractionForm';
import { InteractionList } from '@/facts/interaction/InteractionList';
import { InvoiceList } from '@/facts/revenue/InvoiceList';
import { SubscriptionList } from '@/facts/revenue/SubscriptionList';
import { TicketList } from '@/facts/ticket/TicketList';
import { UsagePanel } from '@/facts/usage/UsagePanel';
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

/** The overview, and behind tabs the facts it is made of. */
export function AccountTabs({ standing, day, onRate, onChanged }: AccountTabsProps) {
  const { tab, setTab } = useAccountAddress();
  const isAdmin = useCan('admin');
  const mayAdd = useCan('manager');
  const [span, setSpan] = useState('182');
  const { key } = standing.account;

  return (
    <Tabs
      value={tab ?? 'overview'}
      onChange={(next) => setTab(next === 'overview' || next === null ? undefined : next)}
      keepMounted={false}
      classNames={{ list: classes.tabList, panel: classes.tabPanel }}
    >
      <Tabs.List aria-label="Parts of the account">
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="usage">Usage</Tabs.Tab>
        <Tabs.Tab value="interactions">Interactions</Tabs.Tab>
        <Tabs.Tab value="contacts">Contacts</Tabs.Tab>
        <Tabs.Tab value="subscriptions">Subscriptions</Tabs.Tab>
        <Tabs.Tab value="invoices">Invoices</Tabs.Tab>
        <Tabs.Tab value="tickets">Tickets</Tabs.Tab>
        {isAdmin && <Tabs.Tab value="audit">Audit</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <AccountOverview standing={standing} day={day} onRate={onRate} onChanged={onChanged} />
      </Tabs.Panel>
      <Tabs.Panel value="usage">
        <UsagePanel account={key} day={day} span={span} onSpan={setSpan} />
      </Tabs.Panel>
      <Tabs.Panel value="interactions">
        <Panel title="Interactions" hint="Talks and notes, the latest first.">
          {mayAdd && <InteractionForm account={key} />}
          <InteractionList account={key} day={day} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="contacts">
        <Panel title="Contacts">
          <ContactList account={key} day={day} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="subscriptions">
        <Panel title="Subscriptions">
          <SubscriptionList account={key} day={day} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="invoices">
        <Panel title="Invoices">
          <InvoiceList account={key} day={day} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="tickets">
        <Panel title="Tickets">
          <TicketList account={key} day={day} />
        </Panel>
      </Tabs.Panel>
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
