import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { Section } from '@/components/Section';
import classes from '../Survey.module.css';
import type { Survey } from '../useSurveys';
import type { Setup } from './useSetup';

const rhythms = [
  { value: '', label: 'Once' },
  { value: '30 days', label: 'Every 30 days' },
  { value: '90 days', label: 'Every 90 days' },
  { value: '6 months', label: 'Every 6 months' },
  { value: '12 months', label: 'Every 12 months' },
];

/** "2026-11-26T09:30" of the clock on the wall, as an input for local times wants it. */
function localTime(time: string | null): string {
  if (!time) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** When it asks, how long it takes answers, whether it reminds, and whether it asks again. */
export function TimeSection({ setup }: { setup: Setup }) {
  const { survey, put, errorAt } = setup;
  const isDraft = survey.state === 'draft';
  const { repeat_every, repeat_unit, reminder_days } = survey;
  const rhythm = repeat_every ? `${repeat_every} ${repeat_unit ?? 'days'}` : '';
  const known = rhythms.some(({ value }) => value === rhythm);
  return (
    <Section title="When">
      <div className={classes.row}>
        <TextInput
          type="datetime-local"
          label="Begins"
          description="Left empty: as soon as you send it"
          disabled={!isDraft}
          value={localTime(survey.starts)}
          error={errorAt('starts')}
          onChange={({ currentTarget: { value } }) =>
            put({ starts: value ? new Date(value).toISOString() : null })
          }
        />
        <Select
          label="How often"
          description="Each round asks whoever matches then"
          data={known ? rhythms : [...rhythms, { value: rhythm, label: `Every ${rhythm}` }]}
          value={rhythm}
          allowDeselect={false}
          error={errorAt('repeat_every')}
          onChange={(value) => {
            const [every, unit] = (value ?? '').split(' ');
            put({
              repeat_every: every ? Number(every) : null,
              repeat_unit: (unit as Survey['repeat_unit']) ?? null,
            });
          }}
        />
        <NumberInput
          label="Takes answers for"
          min={1}
          max={365}
          suffix=" days"
          value={survey.open_days}
          error={errorAt('open_days')}
          onChange={(value) => typeof value === 'number' && put({ open_days: value })}
        />
      </div>
      <div className={classes.row}>
        <Checkbox
          label="Remind once"
          description="Whoever has not answered by then"
          disabled={survey.channel !== 'mail'}
          checked={reminder_days !== null}
          onChange={(event) => put({ reminder_days: event.currentTarget.checked ? 7 : null })}
        />
        {reminder_days !== null && (
          <NumberInput
            label="After"
            min={1}
            max={364}
            suffix=" days"
            value={reminder_days}
            error={errorAt('reminder_days')}
            onChange={(value) => typeof value === 'number' && put({ reminder_days: value })}
          />
        )}
      </div>
    </Section>
  );
}
