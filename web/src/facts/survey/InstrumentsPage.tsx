import { Badge, Button, Group, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { ImportInstrument } from './ImportInstrument';
import { kindLabel, languageName, wordsIn } from './instrument';
import { NewInstrument } from './NewInstrument';
import { currentOf, type InstrumentSummary, useInstruments } from './useInstruments';

/** All questionnaires: what came with Ripen, and one's own. */
export function InstrumentsPage() {
  const { items, error, refetch } = useInstruments();
  const mayEdit = useCan('manager');
  const [isMaking, making] = useDisclosure(false);
  return (
    <Section
      title="Questionnaires"
      hint="What can be asked. Each has versions; answers keep the version they were given to, so nothing that was asked changes later."
      actions={
        mayEdit && (
          <Group gap="xs">
            <ImportInstrument />
            <Button size="xs" onClick={making.open}>
              New questionnaire
            </Button>
          </Group>
        )
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!items && !error && <Loading label="Loading questionnaires" />}
      {items && (
        <ListTable
          label="Questionnaires"
          headers={['Name', 'Kind', 'Questions', 'Languages', 'Version', 'State', 'Changed']}
          minWidth={760}
        >
          {currentOf(items).map((one) => (
            <Row
              key={one.id}
              instrument={one}
              hasDraft={items.some(({ id, state }) => id === one.id && state === 'draft')}
            />
          ))}
        </ListTable>
      )}
      {items && <NewInstrument versions={items} isOpen={isMaking} onClose={making.close} />}
    </Section>
  );
}

function Row({ instrument, hasDraft }: { instrument: InstrumentSummary; hasDraft: boolean }) {
  const { id, name, kind, n_questions, version, state, is_built_in, updated, updated_by } = instrument;
  const path = `/questionnaires/${encodeURIComponent(id)}`;
  return (
    <Table.Tr>
      <Table.Td>
        <Link to={state === 'draft' ? `${path}/edit` : path}>{wordsIn(name, 'en')}</Link>
      </Table.Td>
      <Table.Td>{kindLabel(kind)}</Table.Td>
      <Table.Td className="numeric">{n_questions}</Table.Td>
      <Table.Td>{Object.keys(name).map(languageName).join(', ')}</Table.Td>
      <Table.Td className="numeric">{version}</Table.Td>
      <Table.Td>
        {state}{' '}
        {state !== 'draft' && hasDraft && (
          <Badge size="xs" variant="light" color="gray" autoContrast component={Link} to={`${path}/edit`}>
            draft
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        {is_built_in ? (
          'came with Ripen'
        ) : (
          <>
            <TimeText time={updated} />
            {updated_by && ` by ${updated_by}`}
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
