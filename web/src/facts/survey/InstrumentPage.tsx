import { Anchor, Breadcrumbs, Button, Group, Stack, Table } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Missing } from '@/components/numbers';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { formatMany } from '@/lib/format';
import { downloadJson } from '@/lib/jsonFile';
import { sayWhen } from './branch';
import classes from './Instrument.module.css';
import {
  type Instrument,
  kindLabel,
  languageName,
  languagesOf,
  titleOf,
  typeLabel,
  wordsIn,
} from './instrument';
import { Preview } from './preview/Preview';
import { type InstrumentSummary, useInstrument, useInstruments } from './useInstruments';

/** A questionnaire in force, or another version of it, as people see it. */
export function InstrumentPage() {
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const asked = Number(search.get('version')) || undefined;
  const { instrument, error, refetch } = useInstrument(id, asked);
  const { items } = useInstruments();
  return (
    <Stack gap="lg">
      <Breadcrumbs>
        <Anchor component={Link} to="/questionnaires" size="sm">
          Questionnaires
        </Anchor>
        <span className={classes.crumb}>
          {instrument ? `${wordsIn(instrument.name, 'en')}, version ${instrument.version}` : id}
        </span>
      </Breadcrumbs>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!instrument && !error && <Loading label="Loading the questionnaire" />}
      {instrument && <View instrument={instrument} isOld={asked !== undefined} />}
      {items && <Versions versions={items.filter((one) => one.id === id)} />}
    </Stack>
  );
}

function View({ instrument, isOld }: { instrument: Instrument; isOld: boolean }) {
  const mayEdit = useCan('manager');
  const languages = languagesOf(instrument);
  const [first = 'en'] = languages;
  const path = `/questionnaires/${encodeURIComponent(instrument.id)}`;
  return (
    <>
      {isOld && (
        <Notice>
          This is version {instrument.version}. <Link to={path}>What is in force</Link>
        </Notice>
      )}
      <Section
        title={wordsIn(instrument.name, first)}
        hint={`${kindLabel(instrument.kind)} · ${formatMany(instrument.questions.length, 'question')} · ${languages.map(languageName).join(', ')}`}
        actions={
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              onClick={() => downloadJson(`${instrument.id}-${instrument.version}`, instrument)}
            >
              Export JSON
            </Button>
            {mayEdit && !isOld && (
              <Button size="xs" variant="default" component={Link} to={`${path}/edit`}>
                Edit a draft
              </Button>
            )}
          </Group>
        }
      >
        <div className={classes.view}>
          <ol className={classes.outline}>
            {instrument.questions.map((question) => (
              <li key={question.id}>
                {titleOf(question, first)}
                <small>
                  {typeLabel(question.type)}
                  {question.is_required && ' · needs an answer'}
                  {question.when && ` · ${sayWhen(instrument, question.when, first)}`}
                </small>
              </li>
            ))}
          </ol>
          <Preview key={instrument.version} instrument={instrument} />
        </div>
      </Section>
    </>
  );
}

function Versions({ versions }: { versions: InstrumentSummary[] }) {
  return (
    <Section title="Versions" hint="What was ever published stays readable; each answer names its version.">
      <ListTable
        label="Versions"
        headers={['Version', 'State', 'Questions', 'What is new', 'Published', 'By']}
      >
        {versions.map(({ version, state, n_questions, note, published, published_by, is_built_in }) => (
          <Table.Tr key={version}>
            <Table.Td>
              <Link to={state === 'draft' ? 'edit' : `?version=${version}`} aria-label={`Version ${version}`}>
                {version}
              </Link>
            </Table.Td>
            <Table.Td>{state}</Table.Td>
            <Table.Td className="numeric">{n_questions}</Table.Td>
            <Table.Td>
              {note ?? (is_built_in ? 'came with Ripen' : <Missing reason="nothing noted" />)}
            </Table.Td>
            <Table.Td>
              <TimeText time={published} />
            </Table.Td>
            <Table.Td>{published_by ?? <Missing reason="nobody" />}</Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
    </Section>
  );
}
