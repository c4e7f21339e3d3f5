/** Changes of a questionnaire that concern more than one place of it. */
import { without } from '../../../lib/lists.ts';
import {
  type Instrument,
  isChoice,
  isScale,
  type Question,
  type QuestionType,
  unusedId,
} from '../instrument.ts';

const idsOf = ({ questions }: Instrument) => questions.map(({ id }) => id);

/** A new question of a type, behind the others. */
export function newQuestion(instrument: Instrument, type: QuestionType, language: string): Question {
  const id = unusedId(idsOf(instrument), `question_${instrument.questions.length + 1}`);
  const question: Question = { id, type, text: { [language]: '' } };
  if (!isChoice(type)) return question;
  const choice = (name: string) => ({ id: name, text: { [language]: '' } });
  return { ...question, choices: [choice('choice_1'), choice('choice_2')] };
}

/** The same question again, below; it rates nothing, because a rating is asked once. */
export function copied(instrument: Instrument, at: number): Instrument {
  const { questions } = instrument;
  const question = questions[at];
  if (!question) return instrument;
  const copy = { ...question, id: unusedId(idsOf(instrument), question.id), rating: null };
  return { ...instrument, questions: [...questions.slice(0, at + 1), copy, ...questions.slice(at + 1)] };
}

/** Without a question; what was asked only after it is asked always. */
export function withoutQuestion(instrument: Instrument, at: number): Instrument {
  const gone = instrument.questions[at]?.id;
  return {
    ...instrument,
    questions: without(instrument.questions, at).map((question) =>
      question.when?.question === gone ? { ...question, when: null } : question,
    ),
  };
}

/** Another id; branches that name the old one follow. */
export function renamed(instrument: Instrument, at: number, id: string): Instrument {
  const old = instrument.questions[at]?.id;
  return {
    ...instrument,
    questions: instrument.questions.map((question, k) => ({
      ...question,
      ...(k === at ? { id } : {}),
      ...(question.when && question.when.question === old
        ? { when: { ...question.when, question: id } }
        : {}),
    })),
  };
}

/** Of another type: keeps what that type has, too. */
export function retyped(question: Question, type: QuestionType, language: string): Question {
  const { low, high, weight, min, max, choices, rating, ...kept } = question;
  const first = { id: 'choice_1', text: { [language]: '' } };
  const second = { id: 'choice_2', text: { [language]: '' } };
  return {
    ...kept,
    type,
    ...(isScale(type) ? { low, high, weight } : {}),
    ...(type === 'scale_1_5' ? { rating } : {}),
    ...(type === 'number' ? { min, max } : {}),
    ...(isChoice(type) ? { choices: choices?.length ? choices : [first, second] } : {}),
  };
}
