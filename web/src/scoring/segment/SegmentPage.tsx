import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconTable, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { Count, Money } from '@/components/numbers';
import { Page } from '@/components/Page';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { queryClient } from '@/lib/queries';
import { MembershipPanels } from './MembershipPanels';
import classes from './Segment.module.css';
import { inSegment, segmentPath } from './segmentPath';
import { UndatedNote } from './UndatedNote';

/** One segment: who it is, how many over time, who came and who went. */
export function SegmentPage() {
  const { key = '' } = useParams();
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/segments/{key}', {
    params: { path: { key } },
  });
  if (error || !data)
    return (
      <Page title="Segment">
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Loading label="Loading the segment" />
        )}
      </Page>
    );
  return (
    <Page title={data.name} hint={data.help} actions={<Actions segment={data} />}>
      {data.problem && (
        <Notice tone="bad" title="This segment does not work">
          {data.problem}. Filters that name it are refused until it is changed.
        </Notice>
      )}
      <About segment={data} />
      {!data.problem && <MembershipPanels segmentKey={key} />}
    </Page>
  );
}

function Actions({ segment }: { segment: Schema<'Segment'> }) {
  const mayChange = useCan('manager');
  const navigate = useNavigate();
  const [isAsked, confirm] = useDisclosure(false);
  const remove = $api.useMutation('delete', '/api/v1/segments/{key}', {
    onSuccess() {
      // Not asked again at once: this page still looks at what is gone.
      void queryClient.invalidateQueries({ refetchType: 'none' });
      void navigate('/segments');
    },
  });
  const { key, name } = segment;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        component={Link}
        to={`/portfolio?filter=${encodeURIComponent(inSegment(key))}`}
        leftSection={<IconTable size={15} stroke={1.6} aria-hidden />}
      >
        Open in the portfolio
      </Button>
      {mayChange && (
        <>
          <Button
            size="xs"
            variant="default"
            component={Link}
            to={`/segment-editor?key=${encodeURIComponent(key)}`}
            leftSection={<IconPencil size={15} stroke={1.6} aria-hidden />}
          >
            Change
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={confirm.open}
            leftSection={<IconTrash size={15} stroke={1.6} aria-hidden />}
          >
            Delete
          </Button>
          <Confirm
            isOpen={isAsked}
            title={`Delete “${name}”?`}
            text="Filters that name it will be refused. The audit log keeps what it was."
            verb="Delete"
            isPending={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate({ params: { path: { key } } })}
            onClose={() => {
              remove.reset();
              confirm.close();
            }}
          />
        </>
      )}
    </>
  );
}

function About({ segment }: { segment: Schema<'Segment'> }) {
  return (
    <Panel title="Who is in it">
      <dl className={classes.figures}>
        <div>
          <dt>Accounts</dt>
          <dd>
            <Count value={segment.accounts} />
          </dd>
        </div>
        <div>
          <dt>ARR</dt>
          <dd>
            <Money cents={segment.arr_cents} isShort />
          </dd>
        </div>
        {segment.made_of.length > 0 && (
          <div>
            <dt>Made of</dt>
            <dd>
              <Keys keys={segment.made_of} />
            </dd>
          </div>
        )}
        {segment.used_by.length > 0 && (
          <div>
            <dt>Used by</dt>
            <dd>
              {segment.used_by.map(({ kind, key, name }) => (
                <span key={`${kind} ${key}`} className={classes.use}>
                  {kind === 'segment' ? <Link to={segmentPath(key)}>{name}</Link> : `${kind} ${name}`}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
      <code className={classes.whole}>{segment.filter}</code>
      <UndatedNote fields={segment.undated} />
    </Panel>
  );
}

const Keys = ({ keys }: { keys: string[] }) =>
  keys.map((key) => (
    <Link key={key} to={segmentPath(key)} className={classes.use}>
      {key}
    </Link>
  ));
