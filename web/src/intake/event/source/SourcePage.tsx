import { Anchor, Breadcrumbs } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { formatTime } from '@/lib/day';
import { received, type Source } from '../useSources';
import { Arrivals } from './Arrivals';
import { SetUp } from './SetUp';
import classes from './Source.module.css';
import { SourceSettings } from './SourceSettings';
import { WriteKey } from './WriteKey';

const WAITING_MS = 2000;
const COUNT_MS = 5000;

/** One source: its key, how to use it, and what came. */
export function SourcePage() {
  const { key = '' } = useParams();
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/sources/{key}',
    { params: { path: { key } } },
    {
      // Somebody who just set it up watches for the first event.
      refetchInterval: ({ state }) => (state.data && received(state.data) > 0 ? COUNT_MS : WAITING_MS),
    },
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the source" />;
  return (
    <Section
      title={data.name}
      hint={
        <Breadcrumbs separatorMargin={6}>
          <Anchor component={Link} to="/events/sources" size="sm">
            All sources
          </Anchor>
          <span>{data.key}</span>
        </Breadcrumbs>
      }
    >
      {data.revoked && <Revoked source={data} />}
      <div className={classes.parts}>
        <div className={classes.column}>
          <Arrivals source={data} />
          {!data.revoked && <WriteKey source={data} />}
          <SourceSettings source={data} />
        </div>
        {!data.revoked && <SetUp source={data} />}
      </div>
    </Section>
  );
}

function Revoked({ source: { revoked } }: { source: Source }) {
  return (
    <Notice tone="warning" title={`Revoked ${formatTime(revoked ?? '')}`}>
      Its key is refused. What it sent before still counts; add a new source to go on.
    </Notice>
  );
}
