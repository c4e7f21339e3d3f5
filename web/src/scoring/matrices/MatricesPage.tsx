import { Badge, Button, Group, Table } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import classes from './Matrices.module.css';

type Summary = Schema<'MatrixSummary'>;

/** The matrices that there are; which is the default; copying, deleting and restoring them. */
export function MatricesPage() {
  const isAdmin = useCan('admin');
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/matrices');
  const restore = $api.useMutation('post', '/api/v1/matrices/{key}/restore', {
    onSuccess(restored) {
      notifications.show({ message: `“${restored.name}” is what it was when it came with Ripen.` });
      void refresh('/api/v1/');
    },
  });
  const missing = ['3x3', '2x2'].filter((key) => data && !data.items.some((item) => item.key === key));

  return (
    <Section
      title="Matrices"
      hint="Two scorecards crossed: where an account stands says what to do with it. There can be several, for example one for each product line."
    >
      {!isAdmin && <Notice>Only an admin can change these.</Notice>}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {restore.error && <Notice tone="bad">{restore.error.message}</Notice>}
      {!data && !error && <Loading label="Loading matrices" />}
      {data && (
        <ListTable label="Matrices" headers={['Name', 'Crosses', 'Cells', 'About', '']}>
          {data.items.map((item) => (
            <MatrixRow
              key={item.key}
              matrix={item}
              isAdmin={isAdmin}
              onRestore={() => restore.mutate({ params: { path: { key: item.key } } })}
            />
          ))}
        </ListTable>
      )}
      {isAdmin && missing.length > 0 && (
        <Group mt="sm">
          {missing.map((key) => (
            <Button
              key={key}
              size="xs"
              variant="default"
              onClick={() => restore.mutate({ params: { path: { key } } })}
            >
              Bring back the {key} that came with Ripen
            </Button>
          ))}
        </Group>
      )}
    </Section>
  );
}

interface MatrixRowProps {
  matrix: Summary;
  isAdmin: boolean;
  onRestore: () => void;
}

function MatrixRow({ matrix, isAdmin, onRestore }: MatrixRowProps) {
  const [isAsking, setAsking] = useState(false);
  const path = { params: { path: { key: matrix.key } } };
  const choose = $api.useMutation('patch', '/api/v1/settings', { onSuccess: () => void refresh('/api/v1/') });
  const remove = $api.useMutation('delete', '/api/v1/matrices/{key}', {
    onSuccess: () => void refresh('/api/v1/'),
  });
  const to = encodeURIComponent(matrix.key);
  return (
    <Table.Tr>
      <Table.Td>
        <Link to={to}>{matrix.name}</Link>{' '}
        {matrix.is_default && (
          <Badge size="xs" variant="light" className={classes.badge}>
            default
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        {matrix.y} × {matrix.x}
      </Table.Td>
      <Table.Td className="numeric">
        {matrix.y_bands} × {matrix.x_bands}
      </Table.Td>
      <Table.Td>{matrix.segment ? `segment ${matrix.segment}` : 'all customers'}</Table.Td>
      <Table.Td>
        {isAdmin && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <Button
              component={Link}
              to={`new?copy=${to}`}
              size="compact-xs"
              variant="subtle"
              aria-label={`Copy ${matrix.name}`}
            >
              Copy
            </Button>
            {!matrix.is_default && (
              <Button
                size="compact-xs"
                variant="subtle"
                loading={choose.isPending}
                aria-label={`Make default: ${matrix.name}`}
                onClick={() => choose.mutate({ body: { matrix: matrix.key } })}
              >
                Make default
              </Button>
            )}
            {matrix.is_preset && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`Restore ${matrix.name}`}
                onClick={onRestore}
              >
                Restore
              </Button>
            )}
            {!matrix.is_default && (
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                aria-label={`Delete ${matrix.name}`}
                onClick={() => setAsking(true)}
              >
                Delete
              </Button>
            )}
          </Group>
        )}
        <Confirm
          title={`Delete “${matrix.name}”?`}
          text="Its cells, actions and edges go. Accounts and scores stay as they are."
          verb="Delete"
          isOpen={isAsking}
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(path)}
          onClose={() => setAsking(false)}
        />
      </Table.Td>
    </Table.Tr>
  );
}
