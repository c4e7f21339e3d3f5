import { Badge, Table } from '@mantine/core';
import { Link } from 'react-router';
import { Definitions } from '@/components/Definitions';
import { ListTable } from '@/components/ListTable';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatMany } from '@/lib/format';
import { leavesWords, verdictLabels } from '../says';
import { AucBar } from './AucBar';
import { Judged, judgedColumns } from './Judged';
import { BackToRisk } from './links';

/** All models there were, and whether what they foretold came true. */
export function ModelsPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/forecast/models', {});
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the models" />;
  return (
    <>
      <BackToRisk />
      <Panel
        title="Models of who will leave"
        hint="The newest first. A model is never changed; each month, and whenever somebody asks for it, a new one takes its place."
      >
        {data.items.length === 0 ? (
          <EmptyState title="No model yet">
            The first is trained by itself within a day, or now:{' '}
            <Link to="/forecast/risk">on the page of risks</Link>.
          </EmptyState>
        ) : (
          <Models items={data.items} />
        )}
      </Panel>
      <Panel
        title="What was told, and what came of it"
        hint="What everybody was told first in a month is kept, and held against what happened once the horizon has passed."
        actions={<SaveCsv name="risk-judged" rows={data.judged} columns={judgedColumns} />}
      >
        <Judged items={data.judged} isWithModel />
      </Panel>
      <Definitions items={data.definitions} />
    </>
  );
}

const headers = ['Trained', 'Foretells who', 'Worth', 'Ranks the right one first', 'In use', 'Learned from'];

function Models({ items }: { items: Schema<'ModelCard'>[] }) {
  return (
    <ListTable label="Models" headers={headers} minWidth={900}>
      {items.map((card) => (
        <Table.Tr key={card.id}>
          <Table.Td>
            <Link to={`/forecast/risk/models/${card.id}`}>{formatDay(card.day)}</Link>{' '}
            {card.is_in_force && (
              <Badge size="xs" variant="light">
                in force
              </Badge>
            )}
          </Table.Td>
          <Table.Td>{leavesWords(card)}</Table.Td>
          <Table.Td>{verdictLabels[card.verdict]}</Table.Td>
          <Table.Td miw={200}>
            <AucBar {...card} />
          </Table.Td>
          <Table.Td>{card.verdict === 'too_little' ? 'Retention curve' : usedOf(card)}</Table.Td>
          <Table.Td>
            {formatMany(card.accounts, 'customer')}, {formatCount(card.left_accounts)} left
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}

const usedOf = ({ candidates, label }: Schema<'ModelCard'>) =>
  candidates.find(({ is_kept }) => is_kept)?.label ?? label;
