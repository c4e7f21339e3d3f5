import { Accordion, Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Panel } from '@/components/Panel';
import { Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import classes from './Import.module.css';

type ImportKind = Schema<'ImportKind'>;

/** What each kind is good for, and where such a file usually comes from. */
const sources: Record<string, string> = {
  account: 'Your CRM’s list of customers. Everything else refers to it.',
  contact: 'People at the customer, from the CRM.',
  subscription: 'Contracts or plans, from billing. They make ARR and renewals.',
  invoice: 'Bills and when they were paid.',
  ticket: 'Cases of your help desk.',
  interaction: 'Calls, meetings and notes.',
  assessment: 'Maturity ratings, 1 to 5.',
  churn: 'Customers who left, when and why.',
  usage_event: 'Names for the events of your product.',
  usage: 'What customers do in your product: account, day, event, count.',
};

/** The kinds of files Ripen reads, each with its columns and an empty file to fill. */
export function KnownFiles() {
  const { data } = $api.useQuery('get', '/api/v1/import-fields', {}, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <Panel
      title="What Ripen understands"
      hint="Columns are found by their names and many synonyms; others can be mapped after the check."
    >
      {!data && <Loading label="Loading the kinds of files" />}
      {data && (
        <Accordion classNames={{ item: classes.item, control: classes.control, label: classes.label }}>
          {data.kinds.map((kind) => (
            <Accordion.Item key={kind.kind} value={kind.kind}>
              <Accordion.Control>
                <b>{kind.label}</b>
                <small>{sources[kind.kind]}</small>
              </Accordion.Control>
              <Accordion.Panel>
                <Fields kind={kind} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Panel>
  );
}

function Fields({ kind }: { kind: ImportKind }) {
  return (
    <>
      <dl className={classes.fields}>
        {kind.fields.map(({ name, required, help, choices }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
              {required && <span className={classes.must}> needed</span>}
            </dt>
            <dd>
              {help}
              {choices.length > 0 && <span className={classes.choices}>{choices.join(', ')}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <Button
        component="a"
        size="compact-xs"
        variant="default"
        href={templateOf(kind)}
        download={`${kind.kind}.csv`}
        leftSection={<IconDownload size={13} stroke={1.6} aria-hidden />}
      >
        Empty file with these columns
      </Button>
    </>
  );
}

const templateOf = ({ fields }: ImportKind) =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(`${fields.map(({ name }) => name).join()}\r\n`)}`;
