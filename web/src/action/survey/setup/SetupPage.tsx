import { Anchor, Breadcrumbs, Stack } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useCan } from '@/access/session';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { useInstrument } from '@/facts/survey/useInstruments';
import classes from '../Survey.module.css';
import { useSurvey } from '../useSurveys';
import { SetupForm } from './SetupForm';

/** A survey before it asks, or what may still change of one that does. */
export function SetupPage() {
  const { key = '' } = useParams();
  const mayAsk = useCan('manager');
  const { data, error, refetch } = useSurvey(key);
  const { instrument } = useInstrument(data?.survey.instrument);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!mayAsk) {
    return (
      <EmptyState title="Managers set up surveys">An admin can give you the role of a manager.</EmptyState>
    );
  }
  if (!data || !instrument) return <Loading label="Loading the survey" />;
  return (
    <Stack gap="md">
      <Breadcrumbs>
        <Anchor component={Link} to="/surveys" size="sm">
          Surveys
        </Anchor>
        <span className={classes.crumb}>{data.survey.name}</span>
      </Breadcrumbs>
      <SetupForm key={key} view={data} instrument={instrument} />
    </Stack>
  );
}
