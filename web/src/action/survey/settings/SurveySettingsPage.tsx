import { Button, Group, NumberInput, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, Problem, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sentence } from '@/lib/words';
import { OptOuts } from './OptOuts';

type Settings = Schema<'SurveySettings'>;

/** What holds for all surveys: how often anybody may be asked, what is said about answers, and who is left alone. */
export function SurveySettingsPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/survey-settings');
  return (
    <Stack gap="xl" maw={720}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the settings of surveys" />}
      {/* The key starts the form anew when the saved settings come back. */}
      {data && <RulesForm key={JSON.stringify(data)} saved={data} />}
      <OptOuts />
    </Stack>
  );
}

function RulesForm({ saved }: { saved: Settings }) {
  const mayChange = useCan('admin');
  const [draft, setDraft] = useState(saved);
  const save = $api.useMutation('patch', '/api/v1/survey-settings', {
    onSuccess() {
      notifications.show({ message: 'The settings of surveys are saved.' });
      void refresh('/api/v1/survey-settings', '/api/v1/survey-preview');
    },
  });
  const refused = save.error instanceof Problem ? save.error.field : undefined;
  const errorAt = (name: keyof Settings) =>
    refused === name ? sentence(save.error?.message ?? '') : undefined;
  const isChanged = draft.quiet_days !== saved.quiet_days || draft.about !== saved.about;
  return (
    <Section
      title="For all surveys"
      hint={mayChange ? 'Each survey can ask less often, and say more.' : 'Admins can change this.'}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ body: draft });
        }}
      >
        <Stack>
          {save.error && !errorAt('quiet_days') && !errorAt('about') && (
            <Notice tone="bad">{sentence(save.error.message)}</Notice>
          )}
          <NumberInput
            label="Days between two askings, at least"
            description="Nobody is asked more often, by whatever surveys; 0 sets no limit"
            w={280}
            min={0}
            max={3660}
            allowDecimal={false}
            suffix=" days"
            readOnly={!mayChange}
            value={draft.quiet_days}
            error={errorAt('quiet_days')}
            onChange={(value) => typeof value === 'number' && setDraft({ ...draft, quiet_days: value })}
          />
          <Textarea
            label="What happens with the answers"
            description="Stands on the page of those asked where a survey does not say it; left empty, Ripen’s own words do"
            autosize
            minRows={3}
            maxRows={12}
            readOnly={!mayChange}
            value={draft.about ?? ''}
            error={errorAt('about')}
            onChange={(event) => setDraft({ ...draft, about: event.currentTarget.value || null })}
          />
          {mayChange && (
            <Group>
              <Button type="submit" loading={save.isPending} disabled={!isChanged}>
                Save
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  );
}
