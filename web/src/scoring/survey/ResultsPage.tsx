import { Group, Select, Stack } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { SearchInput } from '@/components/filter/SearchInput';
import { Panel } from '@/components/Panel';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { wordsIn } from '@/facts/survey/instrument';
import { currentOf, useInstruments } from '@/facts/survey/useInstruments';
import { $api } from '@/lib/api';
import { formatMany } from '@/lib/format';
import { Anonymous } from './Anonymous';
import { QuestionResult } from './QuestionResult';
import classes from './Results.module.css';
import { ByMonth, BySegment, Sum } from './Sums';
import { Texts } from './Texts';

const filters = ['instrument', 'survey', 'segment', 'q'] as const;
type Filter = (typeof filters)[number];

/** What is shown is in the address: a link to it shows the same. */
function useResultsAddress() {
  const [search, setSearch] = useSearchParams();
  const set = (name: Filter, value: string | null) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        // A survey is of one questionnaire.
        if (name === 'instrument') after.delete('survey');
        return after;
      },
      { replace: true },
    );
  const query = {
    instrument: search.get('instrument') ?? 'nps',
    survey: search.get('survey') ?? undefined,
    segment: search.get('segment') ?? undefined,
    q: search.get('q') ?? undefined,
  };
  return { query, set };
}

/** What a questionnaire has brought: rates and scores with their intervals, over time, by segment, and in words. */
export function ResultsPage() {
  const { query, set } = useResultsAddress();
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/survey-results',
    { params: { query } },
    { placeholderData: (old) => (old?.instrument === query.instrument ? old : undefined) },
  );
  return (
    <Stack gap="lg">
      <Section
        title="Results"
        hint="Whoever was asked and did not answer counts in the rate. Intervals are of 95 %."
        actions={<CsvButton path="/api/v1/survey-results.csv" query={query} />}
      >
        <Choices query={query} set={set} />
      </Section>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the results" />}
      {data && data.sum.asked === 0 && (
        <EmptyState title="Nobody was asked this">
          Open a survey with this questionnaire, or import past answers; then rates and scores stand here.
        </EmptyState>
      )}
      {data && data.sum.asked > 0 && (
        <>
          <Sum results={data} />
          {data.anonymous && <Anonymous anonymous={data.anonymous} />}
          <div className={classes.grid}>
            {data.questions.map((question) => (
              <QuestionResult key={question.id} question={question} kind={data.kind} />
            ))}
            <ByMonth results={data} />
            <BySegment results={data} />
          </div>
          <Panel
            title="In their words"
            hint={formatMany(data.texts_total, 'text')}
            actions={
              <SearchInput
                label="Search the texts"
                placeholder="A word or a few"
                q={query.q ?? ''}
                onChange={(q) => set('q', q)}
              />
            }
          >
            {/* Other choices begin again with the first few. */}
            <Texts key={JSON.stringify(query)} texts={data.texts} total={data.texts_total} q={query.q} />
          </Panel>
        </>
      )}
    </Stack>
  );
}

type Address = ReturnType<typeof useResultsAddress>;

function Choices({ query, set }: Address) {
  const { items } = useInstruments();
  const surveys = $api.useQuery('get', '/api/v1/surveys').data?.items ?? [];
  const segments = $api.useQuery('get', '/api/v1/segments').data?.items ?? [];
  return (
    <Group gap="xs">
      <Select
        size="xs"
        w={240}
        aria-label="Questionnaire"
        data={currentOf(items ?? []).map(({ id, name }) => ({ value: id, label: wordsIn(name, 'en') }))}
        value={query.instrument}
        allowDeselect={false}
        onChange={(id) => set('instrument', id)}
      />
      <Select
        size="xs"
        aria-label="Survey"
        placeholder="Every survey"
        data={surveys
          .filter(({ survey }) => survey.instrument === query.instrument && survey.state !== 'draft')
          .map(({ survey }) => ({ value: survey.key, label: survey.name }))}
        value={query.survey ?? null}
        clearable
        onChange={(key) => set('survey', key)}
      />
      <Select
        size="xs"
        aria-label="Segment"
        placeholder="Every segment"
        data={segments.map(({ key, name }) => ({ value: key, label: name }))}
        value={query.segment ?? null}
        clearable
        onChange={(key) => set('segment', key)}
      />
    </Group>
  );
}
