import { Badge, Button, Modal, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Count } from '@/components/numbers';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import type { Schema } from '@/lib/api';
import { asidePath, type Source, sourcePath, useRates, useSources } from '../useSources';
import { AddSource } from './AddSource';
import { CountingState } from './CountingState';
import { RatePicture } from './RatePicture';

/** Where events come from: each source with its key and what came over it. */
export function SourcesPage() {
  const { data, error, refetch } = useSources();
  const rates = useRates();
  const mayChange = useCan('manager');
  const [isAdding, adding] = useDisclosure(false);
  const navigate = useNavigate();
  const add = mayChange && (
    <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={adding.open}>
      Add a source
    </Button>
  );

  return (
    <Section
      title="Sources"
      hint="A product, a site, a pipeline: whatever sends events has a write key of its own, so that each can be watched and ended alone."
      actions={add}
    >
      {rates.data && <CountingState rates={rates.data} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the sources" />}
      {data?.items.length === 0 && (
        <EmptyState title="Nothing sends events yet" action={add}>
          Ripen understands the protocol of Segment and RudderStack: add a source, and point the client your
          product already has at this server.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ListTable
          label="Sources"
          headers={[
            'Source',
            'Last hour',
            'Events today',
            'In all',
            'Seen before',
            'Waiting now',
            'Last event',
          ]}
          minWidth={820}
        >
          {data.items.map((source) => (
            <SourceRow
              key={source.key}
              source={source}
              rate={rates.data?.sources.find((rate) => rate.source === source.key)}
            />
          ))}
        </ListTable>
      )}
      <Modal opened={isAdding} onClose={adding.close} title="Add a source" size="md">
        <AddSource onAdded={({ key }) => navigate(sourcePath(key))} />
      </Modal>
    </Section>
  );
}

function SourceRow({ source, rate }: { source: Source; rate: Schema<'Rate'> | undefined }) {
  const { key, name, kind, revoked, events, events_today, duplicates, waiting, last_event } = source;
  return (
    <Table.Tr>
      <Table.Td>
        <Link to={sourcePath(key)}>{name}</Link>{' '}
        {revoked && (
          <Badge size="sm" variant="default">
            revoked
          </Badge>
        )}
        <Text size="xs" c="dimmed">
          {key}, {kind}
        </Text>
      </Table.Td>
      <Table.Td>
        <RatePicture rate={rate} />
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={events_today} />
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={events} />
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={duplicates} />
      </Table.Td>
      <Table.Td className="numeric">
        {waiting > 0 ? (
          <Link to={asidePath(key)} aria-label={`${waiting} events of ${name} set aside`}>
            <Count value={waiting} />
          </Link>
        ) : (
          <Count value={waiting} />
        )}
      </Table.Td>
      <Table.Td>
        <TimeText time={last_event} />
      </Table.Td>
    </Table.Tr>
  );
}
