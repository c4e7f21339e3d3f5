import {
  NativeSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import layout from '@/components/Form.module.css';
import { sayWord } from '@/lib/words';
import classes from './Own.module.css';
import {
  addsUpEvents,
  asksFor,
  type Draft,
  datesOf,
  directionLabels,
  fieldsFor,
  functionLabels,
  idOf,
  type OwnFactKind,
} from './ownMetric';
import { PropertyInput } from './PropertyInput';

interface OwnFieldsProps {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  /** Its id is fixed. */
  isSaved: boolean;
  kinds: OwnFactKind[];
  events: string[];
  errorAt: (field: keyof Draft) => string | undefined;
}

const order = ['label', 'input', 'description', 'error'] as const;
const choices = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** The inputs of a definition, as many as the function asks for. */
export function OwnFields(props: OwnFieldsProps) {
  return (
    <>
      <fieldset>
        <legend>What is it called?</legend>
        <Names {...props} />
      </fieldset>
      <fieldset>
        <legend>What does it compute?</legend>
        <What {...props} />
      </fieldset>
      <fieldset>
        <legend>Which facts count?</legend>
        <Which {...props} />
      </fieldset>
    </>
  );
}

function Names({ draft, onChange, isSaved, errorAt }: OwnFieldsProps) {
  const follows = !isSaved && (draft.id === '' || draft.id === idOf(draft.label));
  return (
    <>
      <TextInput
        label="Name"
        value={draft.label}
        error={errorAt('label')}
        required
        withAsterisk={false}
        maxLength={80}
        data-autofocus
        onChange={({ currentTarget: { value } }) =>
          onChange({ label: value, ...(follows && { id: idOf(value) }) })
        }
      />
      <TextInput
        label="Id"
        description={isSaved ? 'It never changes' : 'In filters and cards; it never changes'}
        inputWrapperOrder={[...order]}
        value={draft.id}
        error={errorAt('id')}
        disabled={isSaved}
        required
        withAsterisk={false}
        maxLength={60}
        onChange={({ currentTarget: { value } }) => onChange({ id: value })}
      />
      <TextInput
        className={layout.wide}
        label="What it is for"
        value={draft.help}
        maxLength={1000}
        onChange={({ currentTarget: { value } }) => onChange({ help: value })}
      />
      <div className={layout.wide}>
        <Text size="sm" fw={600} component="span" id="own-direction">
          Direction
        </Text>
        <SegmentedControl
          aria-labelledby="own-direction"
          size="xs"
          fullWidth
          data={choices(directionLabels)}
          value={draft.direction}
          onChange={(value) => onChange({ direction: value as Draft['direction'] })}
        />
      </div>
    </>
  );
}

function What({ draft, onChange, kinds, errorAt }: OwnFieldsProps) {
  const kind = kinds.find(({ fact }) => fact === draft.fact);
  const fields = fieldsFor(draft, kind);
  return (
    <>
      <NativeSelect
        label="Number"
        data={choices(functionLabels)}
        value={draft.function}
        error={errorAt('function')}
        onChange={({ currentTarget: { value } }) =>
          onChange({ function: value as Draft['function'], field: '' })
        }
      />
      <NativeSelect
        label="Of"
        data={kinds.map(({ fact, label }) => ({ value: fact, label }))}
        value={draft.fact}
        error={errorAt('fact')}
        onChange={({ currentTarget: { value } }) =>
          onChange({ fact: value, field: '', day_field: '', filter: '', base_filter: '' })
        }
      />
      {asksFor.field(draft) && asksFor.property(draft) && (
        <PropertyInput draft={draft} error={errorAt('field')} onChange={onChange} />
      )}
      {asksFor.field(draft) && !asksFor.property(draft) && (
        <NativeSelect
          label={draft.function === 'distinct' ? 'Different in' : 'Added up'}
          data={[
            { value: '', label: asksFor.isFieldNeeded(draft) ? 'Choose a field' : 'Only how many there are' },
            ...fields.map((value) => ({ value, label: sayWord(value.replace(/_cents$/, '')) })),
          ]}
          value={draft.field}
          error={errorAt('field')}
          onChange={({ currentTarget: { value } }) => onChange({ field: value })}
        />
      )}
      <NumberInput
        label="Days back"
        description={draft.fact === 'usage' ? 'At most 365' : 'Empty: without end'}
        inputWrapperOrder={[...order]}
        value={draft.window_days}
        error={errorAt('window_days')}
        min={1}
        max={1095}
        allowDecimal={false}
        clampBehavior="none"
        onChange={(value) => onChange({ window_days: typeof value === 'number' ? value : '' })}
      />
      {asksFor.day(draft) && (
        <NativeSelect
          label="By the day"
          data={[
            { value: '', label: `${sayWord(kind?.happened ?? 'day')} (when it happened)` },
            ...datesOf(kind).map((value) => ({ value, label: sayWord(value) })),
          ]}
          value={draft.day_field}
          error={errorAt('day_field')}
          onChange={({ currentTarget: { value } }) => onChange({ day_field: value })}
        />
      )}
      {asksFor.unit(draft) && (
        <TextInput
          label="Unit"
          placeholder="What follows from it"
          value={draft.unit}
          error={errorAt('unit')}
          maxLength={40}
          onChange={({ currentTarget: { value } }) => onChange({ unit: value })}
        />
      )}
    </>
  );
}

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function describeCondition(draft: Draft) {
  if (draft.function === 'ratio') return 'The share of those for which it holds';
  return addsUpEvents(draft) ? 'It names the events whose numbers are added up' : 'Empty: all of them';
}

function Which({ draft, onChange, kinds, events, errorAt }: OwnFieldsProps) {
  const kind = kinds.find(({ fact }) => fact === draft.fact);
  return (
    <>
      {draft.fact === 'usage' && (
        <Select
          className={layout.wide}
          label="Event"
          placeholder="Put an event into the condition"
          data={events}
          searchable
          value={null}
          nothingFoundMessage="No such event came in"
          onChange={(event) => event && onChange({ filter: `event = ${quoted(event)}` })}
        />
      )}
      <Textarea
        className={layout.wide}
        label="Condition"
        description={describeCondition(draft)}
        inputWrapperOrder={[...order]}
        placeholder={
          draft.fact === 'usage' ? 'event = "export"' : 'priority = "urgent" and solved is missing'
        }
        classNames={{ input: classes.code }}
        value={draft.filter}
        error={errorAt('filter')}
        autosize
        minRows={2}
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => onChange({ filter: value })}
      />
      {asksFor.base(draft) && (
        <Textarea
          className={layout.wide}
          label="Among those with"
          description="Empty: among all"
          inputWrapperOrder={[...order]}
          classNames={{ input: classes.code }}
          value={draft.base_filter}
          error={errorAt('base_filter')}
          autosize
          minRows={2}
          spellCheck={false}
          onChange={({ currentTarget: { value } }) => onChange({ base_filter: value })}
        />
      )}
      {kind && <KnownFields kind={kind} />}
    </>
  );
}

/** What a condition may name. */
function KnownFields({ kind }: { kind: OwnFactKind }) {
  return (
    <details className={classes.known}>
      <summary>Fields that a condition may name</summary>
      <dl>
        {kind.fields.map(({ name, type, help, values }) => (
          <div key={name}>
            <dt>
              <code>{name}</code> <small>{type}</small>
            </dt>
            <dd>{values && values.length > 0 ? values.join(' · ') : help}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
