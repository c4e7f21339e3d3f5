import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import classes from './Card.module.css';

type Summary = Schema<'CardSummary'>;

/** Every version there was, and what each changed. */
export function VersionHistory({ cardKey }: { cardKey: string }) {
  const { data } = $api.useQuery('get', '/api/v1/cards');
  const [compared, setCompared] = useState<number | null>(null);
  const versions = (data?.items ?? []).filter(({ key }) => key === cardKey);
  const before = ({ version }: Summary) => versions.find((older) => older.version < version)?.version;
  return (
    <Section
      title="Versions"
      hint="What was ever published stays readable; each score names the version that made it."
    >
      <ListTable label="Versions" headers={['Version', 'State', 'What is new', 'Published', 'By', '']}>
        {versions.map((card) => {
          const older = before(card);
          return (
            <Table.Tr key={card.version}>
              <Table.Td>
                <Link
                  to={card.state === 'draft' ? 'edit' : `?version=${card.version}`}
                  aria-label={`Version ${card.version}`}
                >
                  {card.version}
                </Link>
              </Table.Td>
              <Table.Td>{card.state}</Table.Td>
              <Table.Td>{card.note ?? '–'}</Table.Td>
              <Table.Td>
                <TimeText time={card.published} />
              </Table.Td>
              <Table.Td>{card.published_by ?? '–'}</Table.Td>
              <Table.Td>
                {older && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-expanded={compared === card.version}
                    onClick={() => setCompared(compared === card.version ? null : card.version)}
                  >
                    What changed in {card.version}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </ListTable>
      {compared !== null && (
        <Differences
          cardKey={cardKey}
          from={versions.find(({ version }) => version < compared)?.version ?? compared}
          to={compared}
        />
      )}
    </Section>
  );
}

function Differences({ cardKey, from, to }: { cardKey: string; from: number; to: number }) {
  const { data, error } = $api.useQuery('get', '/api/v1/cards/{key}/diff', {
    params: { path: { key: cardKey }, query: { from, to } },
  });
  if (error) return <ErrorState error={error} />;
  if (!data) return <Loading label="Comparing the versions" />;
  if (data.items.length === 0)
    return (
      <p>
        Nothing differs between version {from} and version {to}.
      </p>
    );
  return (
    <ListTable
      label={`From version ${from} to version ${to}`}
      headers={['Where', `Version ${from}`, `Version ${to}`]}
    >
      {data.items.map(({ path, from: old, to: now }) => (
        <Table.Tr key={path}>
          <Table.Td>{path}</Table.Td>
          <Table.Td className={classes.old}>{old ?? 'not there'}</Table.Td>
          <Table.Td>{now ?? 'gone'}</Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
