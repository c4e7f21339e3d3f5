/** A questionnaire as the API and files have it (docs/surveys.md); texts are objects from a language to the words. */
import { MISSING } from '../../lib/format.ts';

export type Words = Record<string, string>;

export const questionTypes = [
  { value: 'scale_1_5', label: 'Scale of 1 to 5' },
  { value: 'scale_0_10', label: 'Scale of 0 to 10' },
  { value: 'scale_1_7', label: 'Scale of 1 to 7' },
  { value: 'single', label: 'One choice' },
  { value: 'multiple', label: 'Several choices' },
  { value: 'number', label: 'Number' },
  { value: 'text', label: 'Text' },
] as const;
export type QuestionType = (typeof questionTypes)[number]['value'];

export const instrumentKinds = [
  { value: 'nps', label: 'NPS', hint: 'Would they recommend you, 0 to 10' },
  { value: 'csat', label: 'CSAT', hint: 'How satisfied they are, 1 to 5' },
  { value: 'ces', label: 'CES', hint: 'How easy you make it, 1 to 7' },
  { value: 'maturity', label: 'Maturity, long', hint: 'Twelve ratings; answers become an assessment' },
  { value: 'maturity_short', label: 'Maturity, short', hint: 'One rating for each of the four groups' },
  { value: 'onboarding', label: 'After onboarding', hint: 'How the start went' },
  { value: 'check_in', label: 'Check-in', hint: 'Before a regular talk' },
  { value: 'free', label: 'Free', hint: 'Only for reading' },
] as const;
export type InstrumentKind = (typeof instrumentKinds)[number]['value'];

export const kindLabel = (kind: string) => instrumentKinds.find(({ value }) => value === kind)?.label ?? kind;
export const typeLabel = (type: string) => questionTypes.find(({ value }) => value === type)?.label ?? type;

export interface Choice {
  id: string;
  text: Words;
}
export const whenOps = ['=', '!=', '<', '<=', '>', '>='] as const;
/** Asked only if an earlier question was answered so. */
export interface When {
  question: string;
  op: (typeof whenOps)[number];
  value?: number | null;
  choice?: string | null;
}
export interface Question {
  id: string;
  type: QuestionType;
  rating?: string | null;
  text: Words;
  help?: Words | null;
  why?: Words | null;
  low?: Words | null;
  high?: Words | null;
  is_required?: boolean | null;
  weight?: number | null;
  min?: number | null;
  max?: number | null;
  choices?: Choice[] | null;
  when?: When | null;
}
export interface Instrument {
  id: string;
  version?: number | null;
  kind: InstrumentKind;
  name: Words;
  intro?: Words | null;
  thanks?: Words | null;
  questions: Question[];
}

export const QUESTIONS_MAX = 60;
export const CHOICES_MAX = 30;
export const LANGUAGES_MAX = 12;
export const TEXT_MAX = 2000;

/** The first is the fall-back of every text. */
export const languagesOf = ({ name }: Pick<Instrument, 'name'>): string[] => Object.keys(name);

/** The words in a language, else in the first there is. */
export const wordsIn = (words: Words | null | undefined, language: string): string =>
  words?.[language] ?? Object.values(words ?? {})[0] ?? '';

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
/** "de" is German; what is no language stays as it is. */
export function languageName(code: string): string {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}

export const isScale = (type: QuestionType) => type.startsWith('scale_');
export const isChoice = (type: QuestionType) => type === 'single' || type === 'multiple';

/** From where to where a scale goes. */
export function rangeOf(type: QuestionType): [low: number, high: number] {
  if (type === 'scale_0_10') return [0, 10];
  return type === 'scale_1_7' ? [1, 7] : [1, 5];
}

/** Every text there is, with a way to put another in its place: for what concerns all of them. */
export function textsOf(instrument: Instrument): { place: string; words: Words | null | undefined }[] {
  const { name, intro, thanks, questions } = instrument;
  return [
    { place: 'name', words: name },
    { place: 'intro', words: intro },
    { place: 'thanks', words: thanks },
    ...questions.flatMap(({ text, help, why, low, high, choices }, at) => [
      { place: `questions[${at}].text`, words: text },
      ...Object.entries({ help, why, low, high }).map(([part, words]) => ({
        place: `questions[${at}].${part}`,
        words,
      })),
      ...(choices ?? []).map((choice, k) => ({
        place: `questions[${at}].choices[${k}].text`,
        words: choice.text,
      })),
    ]),
  ];
}

const hasText = (words: Words | null | undefined) => Object.values(words ?? {}).some((text) => text !== '');

/** How many texts stand in some language but not in this one. */
export const untranslated = (instrument: Instrument, language: string): number =>
  textsOf(instrument).filter(({ words }) => hasText(words) && !words?.[language]).length;

/** The texts with a language more, or without it. */
function mapWords(instrument: Instrument, change: (words: Words) => Words): Instrument {
  const maybe = (words: Words | null | undefined) => (words ? change(words) : words);
  return {
    ...instrument,
    name: change(instrument.name),
    intro: maybe(instrument.intro),
    thanks: maybe(instrument.thanks),
    questions: instrument.questions.map((question) => ({
      ...question,
      text: change(question.text),
      help: maybe(question.help),
      why: maybe(question.why),
      low: maybe(question.low),
      high: maybe(question.high),
      choices: question.choices?.map((choice) => ({ ...choice, text: change(choice.text) })),
    })),
  };
}

/** The name is the one text that must have every language: its languages are the questionnaire's. */
export const withLanguage = (instrument: Instrument, language: string): Instrument => ({
  ...instrument,
  name: { ...instrument.name, [language]: wordsIn(instrument.name, '') },
});

export const withoutLanguage = (instrument: Instrument, language: string): Instrument =>
  mapWords(instrument, ({ [language]: _, ...others }) => others);

/** Empty texts are texts that are not there; so is a help, an end or an intro without any words. */
export function tidied(instrument: Instrument): Instrument {
  const written = mapWords(instrument, (words) =>
    Object.fromEntries(Object.entries(words).filter(([, text]) => text.trim() !== '')),
  );
  const kept = (words: Words | null | undefined) => (hasText(words) ? words : undefined);
  return {
    ...written,
    intro: kept(written.intro),
    thanks: kept(written.thanks),
    questions: written.questions.map((question) => ({
      ...question,
      help: kept(question.help),
      why: kept(question.why),
      low: kept(question.low),
      high: kept(question.high),
    })),
  };
}

/** An id that is not taken, close to the wish: "reason", "reason_2". */
export function unusedId(taken: readonly string[], wish: string): string {
  const name =
    wish
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 50) || 'question';
  let id = name;
  for (let at = 2; taken.includes(id); at++) id = `${name}_${at}`;
  return id;
}

/** A question in short, for lists. */
export const titleOf = (question: Question, language: string) =>
  wordsIn(question.text, language).trim() || MISSING;
