import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useCan } from '@/access/session';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { type Metric, MetricEntry } from './MetricEntry';
import classes from './Metrics.module.css';

const groupLabels: Record<string, string> = {
  adoption: 'Adoption',
  expansion: 'Expansion of the programme',
  value: 'Value to the customer',
  relations: 'Relations',
  advocacy: 'Value besides money',
  monetary: 'Monetary value',
  maturity: 'Maturity',
  own: 'Your own',
};

const groupLabel = (group: string) => groupLabels[group] ?? group;

const textOf = ({ id, label, formula, group, facts, source }: Metric) =>
  [id, label, formula, groupLabel(group), source, ...facts].join(' ').toLowerCase();

/** What each number means: the page every figure's header links to. */
export function MetricsPage() {
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/metrics',
    {},
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const [search, setSearch] = useState('');
  const mayDefine = useCan('manager');
  const target = useTarget(data !== undefined);
  const groups = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const found = (data?.items ?? []).filter((metric) =>
      words.every((word) => textOf(metric).includes(word)),
    );
    return [...Map.groupBy(found, ({ group }) => group)];
  }, [data, search]);

  return (
    <Page
      title="Metric dictionary"
      hint="How each number is computed. What cannot be computed for an account is missing, never zero."
      actions={
        <>
          {mayDefine && (
            <Button
              size="xs"
              variant="default"
              component={Link}
              to="/dictionary/new"
              leftSection={<IconPlus size={14} aria-hidden />}
            >
              Define a metric
            </Button>
          )}
          <TextInput
            size="xs"
            w={240}
            type="search"
            data-page-filter
            placeholder="Search the dictionary"
            aria-label="Search the dictionary"
            leftSection={<IconSearch size={14} stroke={1.8} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the dictionary" />}
      {data && groups.length === 0 && (
        <EmptyState title="No entry says so">Try fewer or other words.</EmptyState>
      )}
      <div className={classes.layout}>
        {groups.length > 0 && (
          <nav aria-label="Groups of metrics" className={classes.groups}>
            {groups.map(([group, metrics]) => (
              <a key={group} href={`#group-${group}`}>
                {groupLabel(group)} <small>{metrics.length}</small>
              </a>
            ))}
          </nav>
        )}
        <div className={classes.entries}>
          {groups.map(([group, metrics]) => (
            <section key={group} id={`group-${group}`} aria-label={groupLabel(group)}>
              <h2>{groupLabel(group)}</h2>
              {metrics.map((metric) => (
                <MetricEntry key={metric.id} metric={metric} isTarget={target === metric.id} />
              ))}
            </section>
          ))}
        </div>
      </div>
    </Page>
  );
}

/** The entry the address names, brought into sight once the entries are there. */
function useTarget(isReady: boolean) {
  const { hash } = useLocation();
  const id = decodeURIComponent(hash.slice(1));
  useEffect(() => {
    if (isReady && id) document.getElementById(id)?.scrollIntoView({ block: 'start' });
  }, [isReady, id]);
  return id;
}
