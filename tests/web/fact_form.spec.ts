import { expect, test } from '@playwright/test';
import { type ApiText, fieldTableOf } from '../../web/src/facts/form/fieldTable.ts';
import { changesOf } from '../../web/src/facts/form/fieldValues.ts';

const text: ApiText = {
  components: {
    schemas: {
      ThingInput: {
        required: ['day'],
        properties: {
          day: { type: 'string', format: 'date', description: 'When' },
          at: { type: ['string', 'null'], format: 'date-time' },
          amount_cents: { type: ['integer', 'null'], minimum: 0, description: 'What is paid (cents)' },
          term_months: { type: ['integer', 'null'], description: 'How long (months)' },
          mood: { type: ['string', 'null'], enum: ['good', 'bad', null] },
          roles: { type: ['array', 'null'], items: { type: 'string', enum: ['a', 'b'] } },
          contacts: { type: ['array', 'null'], items: { type: 'string' } },
          is_old: { type: 'boolean' },
          note: { type: ['string', 'null'], maxLength: 10_000 },
        },
      },
    },
  },
};
const table = fieldTableOf(text, 'Thing');
const rows = [...table.values()];

/** A form in which every input says what is given, the others nothing. */
function formOf(given: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(given)) form.set(name, value);
  return form;
}

test('the field table gives each input its type, limits, unit and help', () => {
  const types = Object.fromEntries(rows.map(({ name, type }) => [name, type]));
  expect(types).toEqual({
    day: 'day',
    at: 'time',
    amount_cents: 'money',
    term_months: 'whole',
    mood: 'choice',
    roles: 'choices',
    contacts: 'keys',
    is_old: 'yesno',
    note: 'long',
  });
  expect(table.get('day')).toMatchObject({ isRequired: true, help: 'When' });
  expect(table.get('amount_cents')).toMatchObject({ help: 'What is paid', unit: undefined, min: 0 });
  expect(table.get('term_months')).toMatchObject({ help: 'How long', unit: 'months' });
  expect(table.get('mood')?.choices).toEqual(['good', 'bad']);
});

test('a new fact is what the form says, and nothing of what it leaves empty', () => {
  const form = formOf({
    day: '2026-01-05',
    amount_cents: '1,234.56',
    term_months: '12 months',
    roles: 'a\nb',
  });
  expect(changesOf(rows, undefined, form)).toEqual({
    day: '2026-01-05',
    amount_cents: 123456,
    term_months: 12,
    roles: ['a', 'b'],
    is_old: false,
  });
});

test('a change is only what differs; an emptied input takes the value away', () => {
  const before = {
    day: '2026-01-05',
    at: '2026-01-05T10:20:30Z',
    amount_cents: 5,
    mood: 'good',
    roles: ['a'],
    is_old: true,
    note: null,
  };
  const at = new Date('2026-01-05T10:20:30Z');
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const same = { day: '2026-01-05', at: local, amount_cents: '0.05', mood: 'good', roles: 'a', is_old: 'on' };
  expect(changesOf(rows, before, formOf(same))).toEqual({});
  const { is_old: _, ...others } = same;
  expect(changesOf(rows, before, formOf({ ...others, mood: '', roles: '' }))).toEqual({
    mood: null,
    roles: [],
    is_old: false,
  });
});
