import { Table } from '@mantine/core';
import { Link } from 'react-router';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';

export function CardsPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/cards');
  return (
    <Section
      title="Scorecards"
      hint="A scorecard is a weighted tree that turns metrics and ratings into one score. They can be read here; changing them comes with a later version."
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading scorecards" />}
      {data && (
        <ListTable label="Scorecards" headers={['Name', 'Scores', 'Version', 'State', 'Published']}>
          {data.items.map((card) => (
            <Table.Tr key={`${card.key} ${card.version}`}>
              <Table.Td>
                <Link to={encodeURIComponent(card.key)}>{card.name}</Link>
              </Table.Td>
              <Table.Td>{card.kind}</Table.Td>
              <Table.Td className="numeric">{card.version}</Table.Td>
              <Table.Td>{card.state}</Table.Td>
              <Table.Td>
                <TimeText time={card.published} />
              </Table.Td>
            </Table.Tr>
          ))}
        </ListTable>
      )}
    </Section>
  );
}
