import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Definitions } from '@/components/Definitions';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import page from '@/forecast/page.module.css';
import { ScopeBar } from '@/forecast/scope/ScopeBar';
import { $api } from '@/lib/api';
import { formatMany } from '@/lib/format';
import { AccountList } from './AccountList';
import { Assumptions } from './Assumptions';
import { GroupPanel } from './GroupPanel';
import { ShareChart } from './ShareChart';
import classes from './Value.module.css';
import { useValueVerdict, ValueFigures } from './ValueFigures';
import { useValueChoice, type ValueChoice, type ValueList } from './valueChoice';

/** What customers are worth: all together, group by group, account by account. */
export function ValuePage() {
  const choice = useValueChoice();
  const { filter, by } = choice;
  const { data, error, refetch, isPlaceholderData } = $api.useQuery(
    'get',
    '/api/v1/forecast/value',
    { params: { query: { filter, by, limit: 1 } } },
    { placeholderData: (before?: ValueList) => before },
  );
  return (
    <>
      <ScopeBar scope={choice} error={error} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Valuing customers" />}
      {data && !error && data.total === 0 && <Nothing list={data} isFiltered={filter !== undefined} />}
      {data && !error && data.total > 0 && (
        <div className={page.page} aria-busy={isPlaceholderData} data-stale={isPlaceholderData}>
          <Values list={data} choice={choice} />
        </div>
      )}
    </>
  );
}

function Values({ list, choice }: { list: ValueList; choice: ValueChoice }) {
  const verdict = useValueVerdict(list);
  return (
    <>
      <Panel
        title="What customers are worth"
        hint="Discounted gross margin still to come, with its 95 % interval."
      >
        <p className={page.answer}>{verdict}</p>
        <ValueFigures all={list.all} />
        <Assumptions list={list} />
      </Panel>
      <div className={classes.beside}>
        <GroupPanel list={list} choice={choice} />
        {list.shares.length > 2 && (
          <Panel title="On how few it rests" hint="Of the value of three years; dotted: if all were alike.">
            <ShareChart list={list} />
          </Panel>
        )}
      </div>
      <AccountList choice={choice} />
      <Definitions items={list.definitions} />
    </>
  );
}

function Nothing({ list, isFiltered }: { list: ValueList; isFiltered: boolean }) {
  if (list.all.unknown > 0)
    return (
      <EmptyState title="Nothing can be said yet">
        Of {formatMany(list.all.unknown, 'customer')} it is not known what they pay, or too few with such
        contracts came to a renewal to say how long they stay. Import subscriptions with their amount, term,
        start and end.
      </EmptyState>
    );
  if (isFiltered)
    return (
      <EmptyState title="No customer matches">
        Nobody chosen by the filter is a customer. Loosen it.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No customers yet"
      action={
        <Button component={Link} to="/import" size="xs">
          Import your files
        </Button>
      }
    >
      A value needs to know what customers pay and how long customers stay: import subscriptions with their
      amount, term, start and end. A gross margin and an acquisition cost of each account make it theirs.
    </EmptyState>
  );
}
