/** Which questions are asked, after the answers so far. The server decides the same way when it takes answers. */
import { type Instrument, isChoice, type Question, type When, wordsIn } from './instrument.ts';

export type Answer = number | string | string[];
export type Answers = Record<string, Answer | undefined>;

function compare(given: number, op: When['op'], value: number): boolean {
  switch (op) {
    case '=':
      return given === value;
    case '!=':
      return given !== value;
    case '<':
      return given < value;
    case '<=':
      return given <= value;
    case '>':
      return given > value;
    case '>=':
      return given >= value;
  }
}

/** What was not answered, or not asked, fulfils no condition. */
function holds({ op, value, choice }: When, given: Answer | undefined): boolean {
  if (given === undefined) return false;
  if (typeof given === 'number') return compare(given, op, value ?? Number.NaN);
  const isThere = Array.isArray(given) ? given.includes(choice ?? '') : given === choice;
  return op === '=' ? isThere : op === '!=' && !isThere;
}

/** The questions that are asked, in their order. */
export function asked({ questions }: Pick<Instrument, 'questions'>, answers: Answers): Question[] {
  const open = new Set<string>();
  return questions.filter(({ id, when }) => {
    const isAsked = !when || (open.has(when.question) && holds(when, answers[when.question]));
    if (isAsked) open.add(id);
    return isAsked;
  });
}

/** Whether a branch can depend on this question: a text says too many things. */
export const canBranch = ({ type }: Question) => type !== 'text';

/** A condition that fits a question: it begins with the question's first choice, or its lowest value. */
export function firstWhen(question: Question): When {
  const { id, type, choices } = question;
  if (isChoice(type)) return { question: id, op: '=', choice: choices?.[0]?.id ?? '' };
  return { question: id, op: '<=', value: type === 'scale_0_10' ? 8 : type === 'number' ? 0 : 3 };
}

const saidOps: Record<When['op'], string> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
};

/** "only if 1 is at most 8": the condition of a question in words, the other one by its number. */
export function sayWhen({ questions }: Pick<Instrument, 'questions'>, when: When, language: string): string {
  const at = questions.findIndex(({ id }) => id === when.question);
  const other = questions[at];
  if (!other) return 'only after a question that is gone';
  const choice = other.choices?.find(({ id }) => id === when.choice);
  const value = choice ? `“${wordsIn(choice.text, language)}”` : (when.value ?? when.choice ?? '');
  return `only if ${at + 1} ${saidOps[when.op]} ${value}`;
}
