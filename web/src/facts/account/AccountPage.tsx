import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useCan } from '@/access/session';
import { DayPicker } from '@/components/day/DayPicker';
import { Notice } from '@/components/Notice';
import { Page } from '@/components/Page';
import { ErrorState, Loading } from '@/components/states';
import { announceRating } from '@/facts/assessment/announceRating';
import { RateDrawer } from '@/facts/assessment/RateDrawer';
import { $api } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { FactsDrawer } from '@/scoring/facts/FactsDrawer';
import { type Standing, useStanding } from '@/scoring/standing/useStanding';
import { Verdict } from '@/scoring/standing/Verdict';
import classes from './Account.module.css';
import { AccountFigures } from './AccountFigures';
import { AccountTabs } from './AccountTabs';
import { EditAccount } from './EditAccount';
import { Family } from './Family';
import { useAccountAddress } from './useAccountAddress';

/** One customer: where it stands on a day, why, and what to do. */
export function AccountPage() {
  const { key = '' } = useParams();
  const { day } = useAccountAddress();
  const standing = useStanding(key, day);

  if (standing.error) {
    return (
      <Page title={`Account ${key}`}>
        <ErrorState error={standing.error} onRetry={() => void standing.refetch()} />
      </Page>
    );
  }
  if (!standing.data) return <Loading label="Loading the account" />;
  return <Account key={key} standing={standing.data} />;
}

function Account({ standing }: { standing: Standing }) {
  const { account } = standing;
  const { day, setDay, setTab, facts, setFacts } = useAccountAddress();
  const days = $api.useQuery('get', '/api/v1/days');
  const mayEdit = useCan('manager');
  const [isRating, rating] = useDisclosure(false);
  const [isEditing, editing] = useDisclosure(false);
  // A form opened anew starts empty.
  const [round, setRound] = useState(0);
  const rate = mayEdit
    ? () => {
        setRound(round + 1);
        rating.open();
      }
    : undefined;

  return (
    <Page
      title={account.name}
      hint={<Family account={account} day={day} />}
      actions={
        <>
          <DayPicker day={day} onChange={setDay} days={days.data?.days ?? []} />
          <Button
            component={Link}
            to={`/compare?${new URLSearchParams({ a: account.key, ...(day ? { day } : {}) })}`}
            variant="default"
            size="xs"
          >
            Compare with…
          </Button>
          {mayEdit && (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPencil size={15} stroke={1.6} aria-hidden />}
              onClick={editing.open}
            >
              Edit
            </Button>
          )}
          {rate && (
            <Button size="xs" variant="default" onClick={rate}>
              Rate<span className={classes.wideOnly}>&nbsp;maturity</span>
            </Button>
          )}
        </>
      }
    >
      {day && (
        <Notice>
          As of {formatDay(day)}: what happened or became known later is left out.{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => setDay(undefined)}>
            Back to today
          </Button>
        </Notice>
      )}
      <div className={classes.top}>
        <Verdict standing={standing} day={day} onRate={rate} />
        <AccountFigures standing={standing} day={day} />
      </div>
      <AccountTabs
        standing={standing}
        day={day}
        onRate={rate}
        onChanged={() => void announceRating(standing)}
      />
      <RateDrawer
        key={round}
        account={account}
        health={standing.health?.score ?? null}
        isOpen={isRating}
        onClose={rating.close}
        onSaved={() => {
          rating.close();
          void announceRating(standing);
        }}
      />
      <FactsDrawer
        account={account}
        metric={facts}
        day={day}
        onClose={() => setFacts(undefined)}
        onTab={setTab}
      />
      <EditAccount account={account} isOpen={isEditing} onClose={editing.close} />
    </Page>
  );
}
