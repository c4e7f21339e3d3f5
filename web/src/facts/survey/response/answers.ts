/** Answers in words, by the question they were given to. */
import type { Answer } from '../branch.ts';
import { isScale, type Question, rangeOf, wordsIn } from '../instrument.ts';

/** What the API has for an answer, which it leaves open; undefined: nothing that could be one. */
export function answerOf(value: unknown): Answer | undefined {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** "8 of 10", the words of a choice, a text as it was written. */
export function sayAnswer(question: Question, answer: Answer, language: string): string {
  const nameOf = (id: string) => {
    const choice = question.choices?.find((one) => one.id === id);
    return choice ? wordsIn(choice.text, language) : id;
  };
  if (Array.isArray(answer)) return answer.map(nameOf).join(', ');
  if (typeof answer === 'number')
    return isScale(question.type) ? `${answer} of ${rangeOf(question.type)[1]}` : String(answer);
  return question.type === 'single' ? nameOf(answer) : answer;
}

export type NpsGroup = 'promoter' | 'passive' | 'detractor';

/** Of the question whether they would recommend: 9 and 10 promote, 0 to 6 detract. */
export const npsGroup = (score: number): NpsGroup =>
  score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor';
