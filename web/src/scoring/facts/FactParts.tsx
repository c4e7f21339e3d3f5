import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { advocacyKind } from '@/facts/advocacy/advocacyKind';
import { touchKind } from '@/facts/campaign/touchKind';
import { churnKind } from '@/facts/churn/churnKind';
import { contactKind } from '@/facts/contact/contactKind';
import { opportunityKind } from '@/facts/opportunity/opportunityKind';
import { invoiceKind } from '@/facts/revenue/invoiceKind';
import { subscriptionKind } from '@/facts/revenue/subscriptionKind';
import { ticketKind } from '@/facts/ticket/ticketKind';
import type { Schema } from '@/lib/api';
import classes from './MetricFacts.module.css';
import { assessments, goals, interactions, measurements, responses } from './moreKinds';
import { FactRows, type ShownKind } from './shownKinds';
import { UsageRows, UserRows } from './UsageRows';

type Facts = Schema<'MetricFacts'>;

interface FactPartsProps {
  facts: Facts;
  onTab: (tab: string) => void;
}

/** The facts by kind, each with the way to all of its kind. */
export function FactParts({ facts, onTab }: FactPartsProps) {
  const { day } = facts;
  const part = <Fact extends { key: string }>(kind: ShownKind<Fact>, rows: Fact[], tab?: string) =>
    rows.length > 0 && (
      <Part title={kind.title} tab={tab} onTab={onTab}>
        <FactRows kind={kind} rows={rows} day={day} />
      </Part>
    );
  return (
    <>
      {part(ticketKind, facts.tickets, 'tickets')}
      {part(interactions, facts.interactions, 'interactions')}
      {part(contactKind, facts.contacts, 'contacts')}
      {part(assessments(facts.metric), facts.assessments)}
      {part(responses, facts.responses)}
      {part(goals, facts.goals, 'goals')}
      {part(measurements, facts.measurements)}
      {part(touchKind, facts.campaign_touches, touchKind.title.toLowerCase())}
      {part(advocacyKind, facts.advocacy, 'advocacy')}
      {part(opportunityKind, facts.opportunities, 'opportunities')}
      {part(invoiceKind, facts.invoices, 'invoices')}
      {part(subscriptionKind, facts.subscriptions, 'subscriptions')}
      {part(churnKind, facts.churns, 'churn')}
      {facts.usage.length > 0 && (
        <Part title="Use by event" tab="usage" onTab={onTab}>
          <UsageRows rows={facts.usage} />
        </Part>
      )}
      {facts.users.length > 0 && (
        <Part title="Product users" tab="usage" onTab={onTab}>
          <UserRows rows={facts.users} />
        </Part>
      )}
    </>
  );
}

interface PartProps {
  title: string;
  tab: string | undefined;
  onTab: (tab: string) => void;
  children: ReactNode;
}

function Part({ title, tab, onTab, children }: PartProps) {
  return (
    <section className={classes.part} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {tab && (
          <Button variant="subtle" size="compact-xs" onClick={() => onTab(tab)}>
            All of the account
          </Button>
        )}
      </header>
      {children}
    </section>
  );
}
