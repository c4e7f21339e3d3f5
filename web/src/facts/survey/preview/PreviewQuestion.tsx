import { useId } from 'react';
import type { Answer } from '../branch';
import { isScale, type Question, rangeOf, wordsIn } from '../instrument';
import classes from './Preview.module.css';

interface PreviewQuestionProps {
  question: Question;
  language: string;
  value: Answer | undefined;
  onChange: (value: Answer | undefined) => void;
}

export function PreviewQuestion({ question, language, value, onChange }: PreviewQuestionProps) {
  const { text, help, why, is_required } = question;
  return (
    <fieldset className={classes.question}>
      <legend>
        {wordsIn(text, language) || <i>No words yet</i>}
        {is_required && <span className={classes.required}>needed</span>}
      </legend>
      {help && <p>{wordsIn(help, language)}</p>}
      {why && <p className={classes.why}>{wordsIn(why, language)}</p>}
      <Input question={question} language={language} value={value} onChange={onChange} />
    </fieldset>
  );
}

function Input(props: PreviewQuestionProps) {
  const { question, language, value, onChange } = props;
  const { type } = question;
  const words = wordsIn(question.text, language);
  if (isScale(type)) return <Scale {...props} />;
  if (type === 'single' || type === 'multiple') return <Choices {...props} />;
  if (type === 'number') {
    return (
      <input
        type="number"
        aria-label={words}
        value={typeof value === 'number' ? value : ''}
        min={question.min ?? undefined}
        max={question.max ?? undefined}
        onChange={({ currentTarget }) =>
          onChange(Number.isNaN(currentTarget.valueAsNumber) ? undefined : currentTarget.valueAsNumber)
        }
      />
    );
  }
  return (
    <textarea
      rows={3}
      aria-label={words}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
    />
  );
}

function Scale({ question, language, value, onChange }: PreviewQuestionProps) {
  const name = useId();
  const [low, high] = rangeOf(question.type);
  return (
    <>
      <div className={classes.scale}>
        {Array.from({ length: high - low + 1 }, (_, at) => low + at).map((step) => (
          <label key={step}>
            <input
              type="radio"
              name={name}
              value={step}
              checked={value === step}
              onChange={() => onChange(step)}
            />
            <span>{step}</span>
          </label>
        ))}
      </div>
      <div className={classes.ends}>
        <span>{wordsIn(question.low, language)}</span>
        <span>{wordsIn(question.high, language)}</span>
      </div>
    </>
  );
}

function Choices({ question, language, value, onChange }: PreviewQuestionProps) {
  const name = useId();
  const isSeveral = question.type === 'multiple';
  const chosen = Array.isArray(value) ? value : value === undefined ? [] : [value];
  function toggle(id: string, isOn: boolean) {
    if (!isSeveral) return onChange(id);
    const kept = chosen.filter((other): other is string => typeof other === 'string' && other !== id);
    const next = isOn ? [...kept, id] : kept;
    onChange(next.length > 0 ? next : undefined);
  }
  return (
    <div className={classes.choices}>
      {(question.choices ?? []).map(({ id, text }) => (
        <label key={id}>
          <input
            type={isSeveral ? 'checkbox' : 'radio'}
            name={name}
            checked={chosen.includes(id)}
            onChange={({ currentTarget }) => toggle(id, currentTarget.checked)}
          />
          {wordsIn(text, language) || <i>No words yet</i>}
        </label>
      ))}
    </div>
  );
}
