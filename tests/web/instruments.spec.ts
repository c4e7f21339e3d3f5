// Questionnaires in the application: which questions are asked, what is missing, and changes of more than one place.
import { expect, test } from '@playwright/test';
import { asked, firstWhen, sayWhen } from '../../web/src/facts/survey/branch.ts';
import {
  copied,
  newQuestion,
  renamed,
  retyped,
  withoutQuestion,
} from '../../web/src/facts/survey/edit/changes.ts';
import {
  type Instrument,
  languagesOf,
  type Question,
  tidied,
  untranslated,
  unusedId,
  withLanguage,
  withoutLanguage,
  wordsIn,
} from '../../web/src/facts/survey/instrument.ts';
import { faultsOf } from '../../web/src/facts/survey/mend.ts';

const score: Question = { id: 'score', type: 'scale_0_10', text: { en: 'Score', de: 'Wert' } };
const tools: Question = {
  id: 'tools',
  type: 'multiple',
  text: { en: 'Tools' },
  choices: [
    { id: 'a', text: { en: 'One' } },
    { id: 'b', text: { en: 'Two' } },
  ],
};
const why: Question = {
  id: 'why',
  type: 'text',
  text: { en: 'Why' },
  when: { question: 'score', op: '<=', value: 8 },
};
const which: Question = {
  id: 'which',
  type: 'text',
  text: { en: 'Which' },
  when: { question: 'tools', op: '=', choice: 'b' },
};
const form: Instrument = {
  id: 'form',
  kind: 'free',
  name: { en: 'Form', de: 'Bogen' },
  questions: [score, tools, why, which],
};
const idsAsked = (answers: Parameters<typeof asked>[1], of = form) => asked(of, answers).map(({ id }) => id);

test('a branch is taken by the answer, and not while there is none', () => {
  expect(idsAsked({})).toEqual(['score', 'tools']);
  expect(idsAsked({ score: 8 })).toEqual(['score', 'tools', 'why']);
  expect(idsAsked({ score: 9 })).toEqual(['score', 'tools']);
  expect(idsAsked({ tools: ['a', 'b'] })).toEqual(['score', 'tools', 'which']);
  expect(idsAsked({ tools: ['a'] })).toEqual(['score', 'tools']);
});

test('what depends on a question that is not asked is not asked either', () => {
  const after: Question = {
    id: 'after',
    type: 'text',
    text: { en: 'After' },
    when: { question: 'depth', op: '>', value: 1 },
  };
  const depth: Question = { ...score, id: 'depth', when: { question: 'score', op: '=', value: 3 } };
  const deep = { ...form, questions: [score, depth, after] };
  expect(idsAsked({ score: 4, depth: 9 }, deep)).toEqual(['score']);
  expect(idsAsked({ score: 3, depth: 9 }, deep)).toEqual(['score', 'depth', 'after']);
});

test('a condition in words names the other by its number', () => {
  expect(sayWhen(form, why.when ?? firstWhen(score), 'en')).toBe('only if 1 is at most 8');
  expect(sayWhen(form, which.when ?? firstWhen(tools), 'en')).toBe('only if 2 is “Two”');
  expect(sayWhen(form, { question: 'gone', op: '=' }, 'en')).toBe('only after a question that is gone');
});

test('texts fall back to the first language, and what is missing is counted', () => {
  expect(wordsIn(tools.text, 'de')).toBe('Tools');
  expect(untranslated(form, 'de')).toBe(5);
  const more = withLanguage(form, 'fr');
  expect(languagesOf(more)).toEqual(['en', 'de', 'fr']);
  expect(languagesOf(withoutLanguage(more, 'de'))).toEqual(['en', 'fr']);
  expect(withoutLanguage(form, 'de').questions[0]?.text).toEqual({ en: 'Score' });
});

test('empty texts are texts that are not there', () => {
  const written = tidied({
    ...form,
    intro: { en: ' ', de: '' },
    questions: [{ ...score, help: { en: 'H', de: '' } }],
  });
  expect(written.intro).toBeUndefined();
  expect(written.questions[0]?.help).toEqual({ en: 'H' });
});

test('ids are made of words, and never twice', () => {
  expect(unusedId([], 'Überall gut?')).toBe('u_berall_gut');
  expect(unusedId(['why', 'why_2'], 'why')).toBe('why_3');
  expect(unusedId([], '12')).toBe('question');
});

test('branches follow a question that is renamed, copied or removed', () => {
  expect(renamed(form, 0, 'nps').questions[2]?.when?.question).toBe('nps');
  expect(withoutQuestion(form, 0).questions[1]?.when).toBeNull();
  expect(copied(form, 0).questions.map(({ id }) => id)).toEqual([
    'score',
    'score_2',
    'tools',
    'why',
    'which',
  ]);
});

test('another type keeps what it has, too', () => {
  const scale = { ...score, type: 'scale_1_5' as const, low: { en: 'Low' }, rating: 'charter' };
  expect(retyped(scale, 'scale_1_7', 'en')).toMatchObject({ low: { en: 'Low' } });
  expect(retyped(scale, 'scale_1_7', 'en').rating).toBeUndefined();
  expect(retyped(scale, 'single', 'en').choices).toHaveLength(2);
  expect(retyped(tools, 'text', 'en').choices).toBeUndefined();
});

test('faults are said with the number of the question', () => {
  const text = (of: Instrument) => faultsOf(of).map((fault) => fault.text);
  expect(text(form)).toEqual([]);
  expect(text({ ...form, questions: [] })).toEqual(['There is no question yet']);
  expect(text({ ...form, questions: [why, score] })).toEqual([
    'Question 1 depends on a question that comes later: move it further down',
  ]);
  expect(text({ ...form, questions: [score, newQuestion(form, 'single', 'en')] })).toEqual([
    'Question 2 has no words yet',
    'Question 2 has a choice without words',
  ]);
  expect(text({ ...form, name: { en: 'Form', de: ' ' } })).toEqual(['The name is missing in de']);
});
