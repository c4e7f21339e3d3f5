import { Autocomplete, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sayWord } from '@/lib/words';
import classes from '../Event.module.css';
import { eventTypes, faultChoices } from '../faults';
import { refusals } from '../refusals';
import { SourceSelect } from '../SourceSelect';
import { RulePreview } from './RulePreview';
import { likelyPath, pathsOf, type Rule } from './rulePaths';
import { actions } from './ruleWords';
import type { AsideEvent, Reason } from './useAside';

interface RuleFormProps {
  /** What it shall mend; left out for a rule from nothing. */
  item?: AsideEvent | undefined;
  /** The rule was made; isAgain: what it fits shall be sent again. */
  onMade: (rule: Rule, isAgain: boolean) => void;
  onCancel: () => void;
}

const ruleFields = ['source', 'type', 'name', 'reason', 'action', 'value'];
const typeChoices = eventTypes.map((type) => ({ value: type, label: sayWord(type) }));

/** What most likely mends it. */
function ruleFor(item: AsideEvent | undefined): Rule {
  if (!item) return { action: 'rename' };
  const { source, name, reason, event } = item;
  const which = {
    ...(source ? { source } : {}),
    ...(name ? { name } : {}),
    reason: reason as Reason,
  };
  if (reason === 'no_account' || reason === 'unknown_account') {
    const path = likelyPath(event);
    return { ...which, action: 'account_from', ...(path ? { value: path } : {}) };
  }
  const isName = reason === 'too_many_names' || reason === 'bad_key' || reason === 'no_name';
  return { ...which, action: isName ? 'rename' : 'drop' };
}

/** Empty fields match everything, and are left out. */
const given = (rule: Rule): Rule =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value)) as unknown as Rule;

/** A rule, beside what it would do to what was set aside. */
export function RuleForm({ item, onMade, onCancel }: RuleFormProps) {
  const [rule, setRule] = useState<Rule>(() => ruleFor(item));
  const [isAgain, setAgain] = useState(item !== undefined);
  const make = $api.useMutation('post', '/api/v1/event-rules', {
    onSuccess(made) {
      void refresh('/api/v1/event-rules');
      onMade(made, isAgain);
    },
  });
  const { errorOf, rest } = refusals(make.error, ruleFields);
  const set = (part: Partial<Rule>) => setRule({ ...rule, ...part });

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ body: given(rule) });
      }}
    >
      {rest && <Notice tone="bad">{rest}</Notice>}
      <WhichEvents rule={rule} set={set} errorOf={errorOf} />
      <WhatToDo rule={rule} set={set} errorOf={errorOf} paths={item ? pathsOf(item.event) : []} />
      <RulePreview rule={given(rule)} />
      <Checkbox
        label="Then send again what was set aside and fits"
        checked={isAgain}
        onChange={(event) => setAgain(event.currentTarget.checked)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={make.isPending}>
          Make the rule
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  rule: Rule;
  set: (part: Partial<Rule>) => void;
  errorOf: (field: string) => string | undefined;
}

function WhichEvents({ rule, set, errorOf }: PartProps) {
  return (
    <fieldset>
      <legend>Which events</legend>
      <Select
        label="Set aside as"
        placeholder="All events, set aside or not"
        data={faultChoices}
        value={rule.reason ?? null}
        onChange={(reason) => set({ reason: reason as Reason | null })}
        error={errorOf('reason')}
        clearable
      />
      <TextInput
        label="Event name"
        placeholder="Every name"
        description="With a * at its end: all that begin so"
        value={rule.name ?? ''}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={errorOf('name')}
      />
      <SourceSelect
        label="Source"
        value={rule.source ?? null}
        onChange={(source) => set({ source })}
        error={errorOf('source')}
      />
      <Select
        label="Call"
        placeholder="Every call"
        data={typeChoices}
        value={rule.type ?? null}
        onChange={(type) => set({ type: type as Rule['type'] })}
        error={errorOf('type')}
        clearable
      />
    </fieldset>
  );
}

const valueInputs = {
  account: { label: 'Key of the account', description: 'As it stands in Ripen', placeholder: 'A-0001' },
  rename: { label: 'New name', description: 'One that stands for all of them', placeholder: 'Report opened' },
};

function WhatToDo({ rule, set, errorOf, paths }: PartProps & { paths: string[] }) {
  return (
    <fieldset>
      <legend>What to do</legend>
      <Select
        label="Action"
        data={actions.map(({ value, label }) => ({ value, label }))}
        value={rule.action}
        onChange={(action) => set({ action: action as Rule['action'], value: null })}
        error={errorOf('action')}
        allowDeselect={false}
      />
      {rule.action === 'account_from' && (
        <Autocomplete
          label="Where its key stands"
          description="A path in properties, traits or context"
          placeholder="properties.company_id"
          data={paths}
          value={rule.value ?? ''}
          onChange={(value) => set({ value })}
          error={errorOf('value')}
          spellCheck={false}
        />
      )}
      {(rule.action === 'account' || rule.action === 'rename') && (
        <TextInput
          {...valueInputs[rule.action]}
          value={rule.value ?? ''}
          onChange={(event) => set({ value: event.currentTarget.value })}
          error={errorOf('value')}
        />
      )}
    </fieldset>
  );
}
