import { Button, Table, Text } from '@mantine/core';
import { IconChartDots3, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { ListTable } from '@/components/ListTable';
import { Count, Money } from '@/components/numbers';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatMany } from '@/lib/format';
import classes from './Segment.module.css';
import { inSegment, segmentPath } from './segmentPath';

export function SegmentsPage() {
  const mayChange = useCan('manager');
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/segments', {
    params: { query: { count: true } },
  });
  const make = mayChange && (
    <Button size="xs" component={Link} to="/segment-editor" leftSection={<IconPlus size={14} aria-hidden />}>
      New segment
    </Button>
  );

  return (
    <Page
      title="Segments"
      hint="Filters under a name: for lists, the matrix, scorecards, and other segments."
      actions={
        <>
          <Button
            size="xs"
            variant="default"
            component={Link}
            to="/segment-report"
            leftSection={<IconChartDots3 size={15} stroke={1.6} aria-hidden />}
          >
            Compare
          </Button>
          {make}
        </>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the segments" />}
      {data?.items.length === 0 && (
        <EmptyState title="No segment yet" action={make}>
          A segment names those you treat alike: large schools, new customers without a sponsor, those on the
          old plan.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ListTable label="Segments" headers={['Name', 'Accounts', 'ARR', 'Filter', 'Used by']} minWidth={720}>
          {data.items.map((segment) => (
            <SegmentRow key={segment.key} segment={segment} />
          ))}
        </ListTable>
      )}
    </Page>
  );
}

function SegmentRow({ segment }: { segment: Schema<'Segment'> }) {
  const { key, name, accounts, arr_cents, filter, problem, used_by } = segment;
  return (
    <Table.Tr>
      <Table.Td>
        <Link to={segmentPath(key)}>{name}</Link>
        <Text size="xs" c="dimmed">
          {key}
        </Text>
      </Table.Td>
      <Table.Td className="numeric">
        {problem ? (
          <Text size="xs" c="var(--low)">
            does not work
          </Text>
        ) : (
          <Link
            to={`/portfolio?filter=${encodeURIComponent(inSegment(key))}`}
            aria-label={`${formatMany(accounts ?? 0, 'account')} of ${name}`}
          >
            <Count value={accounts} />
          </Link>
        )}
      </Table.Td>
      <Table.Td className="numeric">
        <Money cents={arr_cents} isShort />
      </Table.Td>
      <Table.Td>
        <code className={classes.filter} title={filter}>
          {filter}
        </code>
      </Table.Td>
      <Table.Td>
        <Text size="xs" c="dimmed">
          {used_by.map((use) => `${use.kind} ${use.name}`).join(', ')}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
