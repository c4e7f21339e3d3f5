import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useCan } from '@/access/session';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { useInstrument } from '@/facts/survey/useInstruments';
import { $api } from '@/lib/api';
import { useCard, useStanding } from '@/scoring/standing/useStanding';
import { useAssessments } from '../useAssessments';
import { InterviewSheet } from './InterviewSheet';

/** The interview sheet of one account. */
export function InterviewPage() {
  const { key = '' } = useParams();
  const standing = useStanding(key, undefined);
  const path = `/accounts/${encodeURIComponent(key)}`;
  return (
    <Page
      title={`Maturity interview: ${standing.data?.account.name ?? key}`}
      hint="Ask, listen, rate, and write down what you heard. What is left open keeps its last rating."
      actions={
        <Button component={Link} to={path} variant="default" size="xs">
          Back to the account
        </Button>
      }
    >
      <Body account={key} standing={standing} />
    </Page>
  );
}

function Body({ account, standing }: { account: string; standing: ReturnType<typeof useStanding> }) {
  const mayRate = useCan('manager');
  const ratings = $api.useQuery('get', '/api/v1/ratings', {}, { staleTime: Number.POSITIVE_INFINITY });
  const card = useCard('maturity');
  const assessments = useAssessments(account, undefined);
  const asked = useInstrument('maturity');
  const error = standing.error ?? ratings.error ?? card.error ?? assessments.error ?? asked.error;
  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void Promise.all([standing.refetch(), ratings.refetch(), card.refetch(), asked.refetch()]);
          assessments.retry();
        }}
      />
    );
  }
  if (!mayRate) {
    return (
      <EmptyState title="Managers rate maturity">
        You can read every rating on the account’s page. An admin can give you the role of a manager.
      </EmptyState>
    );
  }
  if (!standing.data || !ratings.data || !card.data || !assessments.items || !asked.instrument)
    return <Loading label="Loading the questions" />;
  return (
    <InterviewSheet
      key={account}
      standing={standing.data}
      groups={ratings.data.groups}
      instrument={asked.instrument}
      card={card.data}
      assessments={assessments.items}
    />
  );
}
