/** What must be mended before a questionnaire can be published, said before the server says it. */
import { canBranch } from './branch.ts';
import { type Instrument, isChoice, languagesOf, type Question } from './instrument.ts';

export interface Fault {
  /** The question's place; undefined: the questionnaire itself. */
  at?: number;
  text: string;
}

function branchFault({ questions }: Instrument, question: Question, at: number): string | undefined {
  const { when } = question;
  if (!when) return undefined;
  const before = questions.findIndex(({ id }) => id === when.question);
  const other = questions[before];
  if (!other) return 'depends on a question that is gone';
  if (before >= at) return 'depends on a question that comes later: move it further down';
  if (!canBranch(other)) return 'depends on a text, which says too many things to compare';
  if (isChoice(other.type) && !other.choices?.some(({ id }) => id === when.choice))
    return 'depends on a choice that is gone';
  return undefined;
}

function questionFaults(instrument: Instrument, question: Question, at: number): string[] {
  const [first = ''] = languagesOf(instrument);
  const { text, type, choices = [], id } = question;
  const branch = branchFault(instrument, question, at);
  return [
    ...(text[first]?.trim() ? [] : ['has no words yet']),
    ...(isChoice(type) && (choices?.length ?? 0) < 2 ? ['needs at least two choices'] : []),
    ...(isChoice(type) && choices?.some((choice) => !choice.text[first]?.trim())
      ? ['has a choice without words']
      : []),
    ...(instrument.questions.findIndex((other) => other.id === id) < at
      ? [`has the id ${id}, which is taken`]
      : []),
    ...(branch ? [branch] : []),
  ];
}

export function faultsOf(instrument: Instrument): Fault[] {
  const { name, questions } = instrument;
  return [
    ...Object.entries(name)
      .filter(([, text]) => text.trim() === '')
      .map(([language]) => ({ text: `The name is missing in ${language}` })),
    ...(questions.length === 0 ? [{ text: 'There is no question yet' }] : []),
    ...questions.flatMap((question, at) =>
      questionFaults(instrument, question, at).map((text) => ({ at, text: `Question ${at + 1} ${text}` })),
    ),
  ];
}
