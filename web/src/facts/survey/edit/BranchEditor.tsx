import { NumberInput, Select } from '@mantine/core';
import { canBranch, firstWhen } from '../branch';
import {
  type Instrument,
  isChoice,
  isScale,
  type Question,
  rangeOf,
  titleOf,
  type When,
  wordsIn,
} from '../instrument';
import classes from './Edit.module.css';

interface BranchEditorProps {
  instrument: Instrument;
  question: Question;
  index: number;
  language: string;
  onChange: (when: When | null, tag?: string) => void;
}

const ofNumbers = [
  { value: '=', label: 'is' },
  { value: '!=', label: 'is not' },
  { value: '<', label: 'is below' },
  { value: '<=', label: 'is at most' },
  { value: '>', label: 'is above' },
  { value: '>=', label: 'is at least' },
];
const ofOne = ofNumbers.slice(0, 2);
const ofSeveral = [
  { value: '=', label: 'has among them' },
  { value: '!=', label: 'has not among them' },
];

const opsFor = ({ type }: Question) =>
  type === 'multiple' ? ofSeveral : type === 'single' ? ofOne : ofNumbers;

/** Whether the question is asked always, or only after a certain answer to an earlier one. */
export function BranchEditor({ instrument, question, index, language, onChange }: BranchEditorProps) {
  const { when } = question;
  const earlier = instrument.questions.slice(0, index).filter(canBranch);
  const other = instrument.questions.find(({ id }) => id === when?.question);
  const numberOf = (id: string) => instrument.questions.findIndex((one) => one.id === id) + 1;
  const choose = (id: string | null) => {
    const chosen = earlier.find((one) => one.id === id);
    onChange(chosen ? firstWhen(chosen) : null);
  };
  return (
    <div className={classes.branch}>
      <Select
        size="xs"
        label="Asked"
        data={[
          { value: '', label: 'always' },
          ...earlier.map((one) => ({
            value: one.id,
            label: `only after ${numberOf(one.id)}. ${titleOf(one, language)}`,
          })),
        ]}
        value={when?.question ?? ''}
        allowDeselect={false}
        disabled={earlier.length === 0 && !when}
        onChange={choose}
      />
      {when && other && (
        <>
          <Select
            size="xs"
            label="when its answer"
            data={opsFor(other)}
            value={when.op}
            allowDeselect={false}
            onChange={(op) => op && onChange({ ...when, op: op as When['op'] })}
          />
          {isChoice(other.type) ? (
            <Select
              size="xs"
              label="this choice"
              data={(other.choices ?? []).map(({ id, text }) => ({
                value: id,
                label: wordsIn(text, language) || id,
              }))}
              value={when.choice ?? null}
              allowDeselect={false}
              onChange={(choice) => onChange({ ...when, choice })}
            />
          ) : (
            <NumberInput
              size="xs"
              label="this value"
              min={isScale(other.type) ? rangeOf(other.type)[0] : undefined}
              max={isScale(other.type) ? rangeOf(other.type)[1] : undefined}
              value={when.value ?? ''}
              onChange={(value) =>
                onChange({ ...when, value: typeof value === 'number' ? value : null }, `when ${question.id}`)
              }
            />
          )}
        </>
      )}
    </div>
  );
}
