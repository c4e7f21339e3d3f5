import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import type { Schema } from '@/lib/api';
import {
  type Instrument,
  isChoice,
  isScale,
  type Question,
  type QuestionType,
  questionTypes,
  type Words,
} from '../instrument';
import { BranchEditor } from './BranchEditor';
import { ChoicesEditor } from './ChoicesEditor';
import { retyped } from './changes';
import classes from './Edit.module.css';
import { type Languages, WordsInput } from './WordsInput';

interface QuestionEditorProps {
  instrument: Instrument;
  question: Question;
  index: number;
  languages: Languages;
  ratings: Schema<'RatingGroup'>[];
  onChange: (question: Question, tag?: string) => void;
  onRename: (id: string) => void;
}

type Part = 'text' | 'help' | 'why' | 'low' | 'high';

/** Everything about one question. */
export function QuestionEditor(props: QuestionEditorProps) {
  const { instrument, question, index, languages, ratings, onChange, onRename } = props;
  const { id, type } = question;
  const put = (part: Partial<Question>, tag?: string) =>
    onChange({ ...question, ...part }, tag && `${tag} ${id}`);
  const words = (part: Part) => ({
    words: question[part],
    languages,
    onChange: (value: Words) => put({ [part]: value }, part),
  });
  return (
    <div className={classes.details}>
      <WordsInput label="Question" isRequired {...words('text')} />
      <div className={classes.row}>
        <Select
          size="xs"
          label="Answered by"
          data={questionTypes.map(({ value, label }) => ({ value, label }))}
          value={type}
          allowDeselect={false}
          onChange={(next) => next && onChange(retyped(question, next as QuestionType, languages.first))}
        />
        <IdInput key={id} id={id} onRename={onRename} />
        <Checkbox
          size="xs"
          label="Needs an answer"
          checked={question.is_required ?? false}
          onChange={(event) => put({ is_required: event.currentTarget.checked })}
        />
      </div>
      {isScale(type) && (
        <>
          <WordsInput label="What the low end means" {...words('low')} />
          <WordsInput label="What the high end means" {...words('high')} />
        </>
      )}
      {isChoice(type) && (
        <ChoicesEditor
          choices={question.choices ?? []}
          languages={languages}
          onChange={(choices, tag) => put({ choices }, tag)}
        />
      )}
      {type === 'number' && <Range question={question} onChange={put} />}
      <WordsInput label="Help" description="Shown below the question" {...words('help')} />
      <WordsInput label="Why you ask" description="Why the answer matters, also to them" {...words('why')} />
      {type === 'scale_1_5' && <Meaning {...{ instrument, question, ratings }} onChange={put} />}
      <BranchEditor
        {...{ instrument, question, index }}
        language={languages.first}
        onChange={(when, tag) => put({ when }, tag)}
      />
    </div>
  );
}

/** Ids name columns of exports: they change when one leaves the field, not at every letter. */
function IdInput({ id, onRename }: { id: string; onRename: (id: string) => void }) {
  return (
    <TextInput
      size="xs"
      label="Id"
      description="Names it in exports and over the API"
      defaultValue={id}
      maxLength={60}
      pattern="[a-z][a-z0-9_]*"
      onBlur={(event) => {
        const next = event.currentTarget.value.trim();
        if (next !== id && /^[a-z][a-z0-9_]*$/.test(next)) onRename(next);
        else event.currentTarget.value = id;
      }}
    />
  );
}

interface PartProps {
  question: Question;
  onChange: (part: Partial<Question>, tag?: string) => void;
}

function Range({ question, onChange }: PartProps) {
  const bound = (part: 'min' | 'max', label: string) => (
    <NumberInput
      size="xs"
      label={label}
      placeholder="Any"
      value={question[part] ?? ''}
      onChange={(value) => onChange({ [part]: typeof value === 'number' ? value : null }, part)}
    />
  );
  return (
    <div className={classes.row}>
      {bound('min', 'At least')}
      {bound('max', 'At most')}
    </div>
  );
}

/** What the answer counts for: its rating in an assessment, its weight in the mean. */
function Meaning(props: PartProps & { instrument: Instrument; ratings: Schema<'RatingGroup'>[] }) {
  const { instrument, question, ratings, onChange } = props;
  const choices =
    instrument.kind === 'maturity_short'
      ? ratings.map(({ id, label }) => ({ value: id, label }))
      : ratings.map((group) => ({
          group: group.label,
          items: group.ratings.map(({ id, label }) => ({ value: id, label })),
        }));
  return (
    <div className={classes.row}>
      {instrument.kind.startsWith('maturity') && (
        <Select
          size="xs"
          label="Rates"
          placeholder="Nothing"
          data={choices}
          value={question.rating ?? null}
          clearable
          onChange={(rating) => onChange({ rating })}
        />
      )}
      <NumberInput
        size="xs"
        label="Weight"
        description="In the mean of the answers"
        placeholder="1"
        min={0}
        max={1000}
        value={question.weight ?? ''}
        onChange={(value) => onChange({ weight: typeof value === 'number' ? value : null }, 'weight')}
      />
    </div>
  );
}
