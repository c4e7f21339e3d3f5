import { Anchor, Breadcrumbs, Button, Group, Stack, Table } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { TimeText } from '@/components/DayText';
import { Figure, Figures } from '@/components/Figures';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { wordsIn } from '@/facts/survey/instrument';
import { useInstrument } from '@/facts/survey/useInstruments';
import { $api } from '@/lib/api';
import { formatTime } from '@/lib/day';
import { formatCount } from '@/lib/format';
import { sentence } from '@/lib/words';
import { AnswerRate } from '../AnswerRate';
import { FutureText } from '../FutureText';
import { StateBadge } from '../StateBadge';
import classes from '../Survey.module.css';
import { refreshSurveys, rhythmOf, type SurveyView, surveyPath, useSurvey } from '../useSurveys';
import { Invitations } from './Invitations';

/** While mails are going out one looks again by itself. */
const BUSY_MS = 3000;

/** One survey that has begun: how many were asked, how many answered, and what became of each mail. */
export function SurveyPage() {
  const { key = '' } = useParams();
  const { data, error, refetch } = useSurvey(key);
  return (
    <Stack gap="lg">
      <Breadcrumbs>
        <Anchor component={Link} to="/surveys" size="sm">
          Surveys
        </Anchor>
        <span className={classes.crumb}>{data?.survey.name ?? key}</span>
      </Breadcrumbs>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the survey" />}
      {data && <View view={data} />}
    </Stack>
  );
}

function View({ view }: { view: SurveyView }) {
  const { survey, asked, mailed, answered, failed, answer_rate_pct } = view;
  const isMail = survey.channel === 'mail';
  const isBusy = isMail && survey.state === 'open' && mailed + failed < asked;
  const { instrument } = useInstrument(survey.instrument);
  // The same query as the page's, asked again while there is something to see.
  $api.useQuery(
    'get',
    '/api/v1/surveys/{key}',
    { params: { path: { key: survey.key } } },
    { refetchInterval: isBusy ? BUSY_MS : false },
  );
  return (
    <>
      <Section
        title={survey.name}
        hint={
          <>
            <StateBadge survey={survey} /> {wordsIn(instrument?.name, 'en') || survey.instrument},{' '}
            {rhythmOf(survey)}
            {survey.is_anonymous && ', anonymous'}
            {isMail ? ', by mail' : ', with links to hand out'}
          </>
        }
        actions={<Actions view={view} />}
      >
        {survey.problem && (
          <Notice tone="bad" title="Mail does not go out">
            {sentence(survey.problem)} <Link to="/settings/mail">Mail settings</Link>
          </Notice>
        )}
        <Figures isLive>
          <Figure name="Asked">{formatCount(asked)}</Figure>
          {isMail && (
            <Figure name="Mailed" more={isBusy && `${formatCount(asked - mailed - failed)} are on their way`}>
              {formatCount(mailed)}
            </Figure>
          )}
          <Figure
            name="Answered"
            more={<AnswerRate asked={asked} answered={answered} pct={answer_rate_pct} />}
          >
            {formatCount(answered)}
          </Figure>
          {isMail && (
            <Figure name="Failed" className={failed > 0 ? classes.bad : undefined}>
              {formatCount(failed)}
            </Figure>
          )}
          {survey.next_round && (
            <Figure name="Next round">
              <FutureText time={survey.next_round} />
            </Figure>
          )}
        </Figures>
      </Section>
      <Rounds view={view} />
      <Invitations survey={survey} rounds={view.rounds} />
    </>
  );
}

function Actions({ view }: { view: SurveyView }) {
  const { survey } = view;
  const mayAsk = useCan('manager');
  const [isAsking, setIsAsking] = useState(false);
  const params = { params: { path: { key: survey.key } } };
  const close = $api.useMutation('post', '/api/v1/surveys/{key}/close', {
    onSuccess() {
      setIsAsking(false);
      void refreshSurveys();
    },
  });
  const send = $api.useMutation('post', '/api/v1/surveys/{key}/send', { onSuccess: () => refreshSurveys() });
  const results = (
    <Button
      size="xs"
      variant="default"
      component={Link}
      to={`/survey-results?${new URLSearchParams({ instrument: survey.instrument, survey: survey.key })}`}
    >
      Results
    </Button>
  );
  if (!mayAsk) return results;
  return (
    <Group gap="xs">
      {survey.state !== 'draft' && results}
      {survey.state !== 'closed' && (
        <Button size="xs" variant="default" component={Link} to={`${surveyPath(survey.key)}/edit`}>
          {survey.state === 'draft' ? 'Set up' : 'Change'}
        </Button>
      )}
      {survey.state === 'open' && survey.channel === 'mail' && (
        <Button size="xs" variant="default" loading={send.isPending} onClick={() => send.mutate(params)}>
          Send what waits
        </Button>
      )}
      {survey.state === 'open' && (
        <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
          Close …
        </Button>
      )}
      <Confirm
        title={`Close “${survey.name}”?`}
        text="It takes no more answers, sends no more mails and reminders, and has no further rounds. What was answered stays. It cannot be opened again."
        verb="Close the survey"
        isOpen={isAsking}
        isPending={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate(params)}
        onClose={() => setIsAsking(false)}
      />
    </Group>
  );
}

function Rounds({ view: { rounds } }: { view: SurveyView }) {
  if (rounds.length === 0) {
    return (
      <Notice>The first round has not begun. Within seconds of opening, or at the time set, it asks.</Notice>
    );
  }
  return (
    <Section title="Rounds">
      <ListTable
        label="Rounds"
        headers={['Round', 'Opened', 'Takes answers until', 'Asked', 'Answered', 'Failed']}
      >
        {rounds.map(({ id, number, opened, closes, closed, asked, answered, failed }) => (
          <Table.Tr key={id}>
            <Table.Td className="numeric">{number}</Table.Td>
            <Table.Td>
              <TimeText time={opened} />
            </Table.Td>
            <Table.Td>{closed ? `closed ${formatTime(closed)}` : formatTime(closes)}</Table.Td>
            <Table.Td className="numeric">{formatCount(asked)}</Table.Td>
            <Table.Td>
              <AnswerRate
                asked={asked ?? 0}
                answered={answered ?? 0}
                pct={asked ? (100 * (answered ?? 0)) / asked : null}
              />
            </Table.Td>
            <Table.Td className="numeric">{formatCount(failed)}</Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
    </Section>
  );
}
