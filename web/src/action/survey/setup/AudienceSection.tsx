import { Checkbox, MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Section } from '@/components/Section';
import { $api } from '@/lib/api';
import { sayWord } from '@/lib/words';
import { inSegment } from '@/scoring/segment/segmentPath';
import classes from '../Survey.module.css';
import type { Survey } from '../useSurveys';
import type { Setup } from './useSetup';

const roles = ['decision_maker', 'executive_sponsor', 'champion', 'power_user', 'detractor'] as const;
const kept = ['stage', 'size_band', 'location', 'industry', 'use_case', 'plan'] as const;

type Choice = 'all' | 'segment' | 'filter';

/** Which accounts, which of their people, how they are reached, and whether one learns who said what. */
export function AudienceSection({ setup }: { setup: Setup }) {
  const { survey, put, errorAt } = setup;
  const isDraft = survey.state === 'draft';
  return (
    <Section title="Whom" hint="Customers that match, and of their contacts those with one of the roles.">
      <Accounts setup={setup} />
      <div className={classes.row}>
        <MultiSelect
          label="Roles"
          placeholder={survey.roles.length === 0 ? 'Everybody' : undefined}
          data={roles.map((role) => ({ value: role, label: sayWord(role) }))}
          value={survey.roles}
          error={errorAt('roles')}
          onChange={(chosen) => put({ roles: chosen as Survey['roles'] })}
        />
        <NumberInput
          label="Not asked in the last"
          description="By any survey; the organisation’s own limit holds if it is longer"
          placeholder="As the organisation sets it"
          min={0}
          max={3650}
          suffix=" days"
          value={survey.quiet_days ?? ''}
          error={errorAt('quiet_days')}
          onChange={(value) => put({ quiet_days: typeof value === 'number' ? value : null })}
        />
      </div>
      <div>
        <SegmentedControl
          size="xs"
          aria-label="How they are asked"
          disabled={!isDraft}
          data={[
            { value: 'mail', label: 'By mail' },
            { value: 'link', label: 'With links to hand out' },
          ]}
          value={survey.channel}
          onChange={(channel) => put({ channel: channel as Survey['channel'] })}
        />
      </div>
      <Checkbox
        label="Anonymous"
        description="Answers are kept without person, account, order or time, and nobody can link them later. What is sent cannot be changed, and results are shown from five answers on."
        disabled={!isDraft}
        checked={survey.is_anonymous}
        onChange={(event) => put({ is_anonymous: event.currentTarget.checked })}
      />
      {survey.is_anonymous && (
        <MultiSelect
          label="Kept of the account"
          description="Only where at least five people asked share it"
          placeholder={survey.kept_fields.length === 0 ? 'Nothing' : undefined}
          data={kept.map((field) => ({ value: field, label: sayWord(field) }))}
          maxValues={3}
          disabled={!isDraft}
          value={survey.kept_fields}
          error={errorAt('kept_fields')}
          onChange={(fields) => put({ kept_fields: fields as Survey['kept_fields'] })}
        />
      )}
    </Section>
  );
}

function Accounts({ setup }: { setup: Setup }) {
  const { survey, put, errorAt } = setup;
  const { data } = $api.useQuery('get', '/api/v1/segments');
  const segments = data?.items ?? [];
  const inOne = segments.find(({ key }) => inSegment(key) === survey.audience);
  const [wanted, setWanted] = useState<Choice | null>(null);
  const choice = wanted ?? (survey.audience === null ? 'all' : inOne ? 'segment' : 'filter');
  return (
    <div className={classes.row}>
      <Select
        label="Accounts"
        data={[
          { value: 'all', label: 'Every customer' },
          { value: 'segment', label: 'Of a segment' },
          { value: 'filter', label: 'By a condition' },
        ]}
        value={choice}
        allowDeselect={false}
        onChange={(value) => {
          setWanted(value as Choice);
          if (value === 'all') put({ audience: null });
        }}
      />
      {choice === 'segment' && (
        <Select
          label="Segment"
          placeholder={segments.length > 0 ? 'Choose a segment' : 'There are no segments yet'}
          data={segments.map(({ key, name }) => ({ value: key, label: name }))}
          value={inOne?.key ?? null}
          searchable
          error={errorAt('audience')}
          onChange={(key) => put({ audience: key ? inSegment(key) : null })}
        />
      )}
      {choice === 'filter' && (
        <TextInput
          label="Condition"
          placeholder={'industry = "EdTech" and arr >= 10000'}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={survey.audience ?? ''}
          error={errorAt('audience')}
          onChange={(event) => put({ audience: event.currentTarget.value || null })}
        />
      )}
    </div>
  );
}
