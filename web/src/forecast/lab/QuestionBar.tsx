import { Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { $api, Problem } from '@/lib/api';
import { isDay } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { ScopeBar } from '../scope/ScopeBar';
import { cardChoices } from './cardChoices';
import classes from './Question.module.css';
import { CARDS_DEFAULT, HORIZON_DEFAULT, HORIZON_MAX, HORIZON_MIN, type Question } from './useQuestion';

const CARDS_MAX = 6;

/** What is asked: which scores, who counts as having left, of whom and when. */
export function QuestionBar({ question, error }: { question: Question; error: Error | null }) {
  const { scope, cards, isRecorded, isDueOnly } = question;
  const { choose } = scope;
  const all = $api.useQuery('get', '/api/v1/cards').data?.items ?? [];
  return (
    <section className={classes.bar} aria-label="Question">
      <div className={classes.fields}>
        <MultiSelect
          size="xs"
          label="Scores"
          className={classes.cards}
          data={cardChoices(all, cards)}
          value={cards}
          maxValues={CARDS_MAX}
          error={fieldError(error, 'cards')}
          searchable
          onChange={(next) => {
            const value = next.join();
            if (next.length > 0) choose({ cards: value === CARDS_DEFAULT.join() ? undefined : value });
          }}
        />
        <Horizon question={question} error={error} />
        <Select
          size="xs"
          label="Left is who"
          data={[
            { value: 'paying', label: 'stops paying' },
            { value: 'recorded', label: 'stops paying, or is recorded as churned' },
          ]}
          value={isRecorded ? 'recorded' : 'paying'}
          allowDeselect={false}
          className={classes.leaving}
          onChange={(value) => choose({ recorded: value === 'recorded' ? '1' : undefined })}
        />
        <Period question={question} error={error} />
      </div>
      <ScopeBar scope={scope} error={error}>
        <Checkbox
          size="xs"
          label="Only with a renewal due"
          checked={isDueOnly}
          onChange={({ currentTarget }) => choose({ due_only: currentTarget.checked ? '1' : undefined })}
        />
      </ScopeBar>
    </section>
  );
}

const fieldError = (error: Error | null, field: string) =>
  error instanceof Problem && error.field === field ? error.message : undefined;

interface PartProps {
  question: Question;
  error: Error | null;
}

const presets = [30, 60, 90, 180, 365];
const RENEWAL = 'renewal';
const OTHER = 'other';

const horizonChoices = [
  ...presets.map((days) => ({ value: String(days), label: `within ${days} days` })),
  { value: RENEWAL, label: 'by the next renewal' },
  { value: OTHER, label: 'within another time' },
];

function Horizon({ question, error }: PartProps) {
  const { scope, horizon, isRenewal } = question;
  const [isOther, setIsOther] = useState(!presets.includes(horizon));
  const value = isRenewal ? RENEWAL : isOther || !presets.includes(horizon) ? OTHER : String(horizon);
  function pick(next: string | null) {
    setIsOther(next === OTHER);
    if (next === RENEWAL) scope.choose({ renewal: '1', horizon_days: undefined });
    else if (next !== OTHER)
      scope.choose({
        renewal: undefined,
        horizon_days: next === String(HORIZON_DEFAULT) ? undefined : (next ?? undefined),
      });
    else scope.choose({ renewal: undefined, horizon_days: String(horizon) });
  }
  return (
    <>
      <Select
        size="xs"
        label="Foretell who leaves"
        data={horizonChoices}
        value={value}
        allowDeselect={false}
        className={classes.horizon}
        onChange={pick}
      />
      {(isRenewal || value === OTHER) && (
        <NumberInput
          size="xs"
          label={isRenewal ? 'Due within' : 'Days'}
          className={classes.days}
          min={HORIZON_MIN}
          max={HORIZON_MAX}
          suffix=" days"
          allowDecimal={false}
          clampBehavior="blur"
          value={horizon}
          error={fieldError(error, 'horizon_days')}
          onChange={(days) =>
            typeof days === 'number' &&
            days >= HORIZON_MIN &&
            days <= HORIZON_MAX &&
            scope.choose({ horizon_days: String(days) })
          }
        />
      )}
    </>
  );
}

/** Month-ends; left empty, the last 36 of which it is known what became of customers. */
function Period({ question, error }: PartProps) {
  const { today } = useOrganisation();
  const { scope, from, to } = question;
  const input = (name: 'from' | 'to', label: string, value: string | undefined) => (
    <TextInput
      type="date"
      size="xs"
      label={label}
      key={`${name} ${value}`}
      defaultValue={value ?? ''}
      max={today}
      error={fieldError(error, name)}
      onChange={({ currentTarget: { value: day } }) =>
        (day === '' || (isDay(day) && day > '1970-01-01')) && scope.choose({ [name]: day || undefined })
      }
    />
  );
  return (
    <div className={classes.period}>
      {input('from', 'Month-ends from', from)}
      {input('to', 'to', to)}
    </div>
  );
}
