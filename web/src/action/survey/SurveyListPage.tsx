import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { ListTable } from '@/components/ListTable';
import { Missing } from '@/components/numbers';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { wordsIn } from '@/facts/survey/instrument';
import { currentOf, useInstruments } from '@/facts/survey/useInstruments';
import { $api } from '@/lib/api';
import { AnswerRate } from './AnswerRate';
import { FutureText } from './FutureText';
import { NewSurvey } from './NewSurvey';
import { StateBadge } from './StateBadge';
import { rhythmOf, type SurveyView, surveyPath } from './useSurveys';

/** Who is being asked what, and how many answer. */
export function SurveyListPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/surveys');
  const { items } = useInstruments();
  const mayAsk = useCan('manager');
  const [isMaking, making] = useDisclosure(false);
  const names = new Map(currentOf(items ?? []).map(({ id, name }) => [id, wordsIn(name, 'en')]));
  const add = mayAsk && (
    <Button size="xs" onClick={making.open}>
      New survey
    </Button>
  );
  return (
    <Section
      title="Surveys"
      hint="Whom you ask, by which words, and how often. Nobody is asked more often than the organisation allows."
      actions={add}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading surveys" />}
      {data?.items.length === 0 && (
        <EmptyState title="Nobody was asked yet">
          A survey asks contacts by mail or with personal links: whether they would recommend you, how mature
          their function is, or whatever you want to know.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ListTable
          label="Surveys"
          headers={['Name', 'Questionnaire', 'State', 'Asked', 'Answered', 'Failed', 'Next round']}
          minWidth={820}
        >
          {data.items.map((view) => (
            <Row key={view.survey.key} view={view} questionnaire={names.get(view.survey.instrument)} />
          ))}
        </ListTable>
      )}
      <NewSurvey isOpen={isMaking} onClose={making.close} />
    </Section>
  );
}

function Row({ view, questionnaire }: { view: SurveyView; questionnaire: string | undefined }) {
  const { survey, asked, answered, failed, answer_rate_pct } = view;
  const path = surveyPath(survey.key);
  return (
    <Table.Tr>
      <Table.Td>
        <Link to={survey.state === 'draft' ? `${path}/edit` : path}>{survey.name}</Link>
      </Table.Td>
      <Table.Td>{questionnaire ?? survey.instrument}</Table.Td>
      <Table.Td>
        <StateBadge survey={survey} /> <small>{rhythmOf(survey)}</small>
      </Table.Td>
      <Table.Td className="numeric">
        {survey.state === 'draft' ? <Missing reason="nobody yet" /> : asked}
      </Table.Td>
      <Table.Td>
        <AnswerRate asked={asked} answered={answered} pct={answer_rate_pct} />
      </Table.Td>
      <Table.Td className="numeric">
        {failed > 0 ? <Link to={`${path}?mail=failed`}>{failed}</Link> : 0}
      </Table.Td>
      <Table.Td>
        {survey.next_round ? <FutureText time={survey.next_round} /> : <Missing reason="none" />}
      </Table.Td>
    </Table.Tr>
  );
}
