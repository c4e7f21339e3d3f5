// The audit log in words: what the program wrote, as people say it.
import { expect, test } from '@playwright/test';
import { kindChoices, sayEntry, sayField, sayValue } from '../../web/src/access/audit/auditWords.ts';

test('entries are sentences, known words or not', () => {
  expect(sayEntry('login', 'user')).toBe('Logged in');
  expect(sayEntry('update', 'custom_field')).toBe('Changed custom field');
  expect(sayEntry('create', 'key')).toBe('Added API key');
  expect(sayEntry('publish', 'card')).toBe('Published scorecard');
  expect(sayEntry('cancel', 'job')).toBe('Cancelled job');
});

test('fields lose the marks of their type, values get their unit', () => {
  expect(sayField('is_disabled')).toBe('Disabled');
  expect(sayField('amount_cents')).toBe('Amount');
  expect(sayField('gross_margin_threshold_pct')).toBe('Gross margin threshold');
  expect(sayValue('is_disabled', true)).toBe('yes');
  expect(sayValue('amount_cents', 120050)).toBe('1200.50');
  expect(sayValue('discount_pct', 10)).toBe('10 %');
  expect(sayValue('owner', null)).toBe('nothing');
  expect(sayValue('owner', '')).toBe('');
  expect(sayValue('start', '2025-06-01')).toBe('1 Jun 2025');
  expect(sayValue('created', '2025-06-01T10:00:00.000Z')).toMatch(/^1 Jun 2025, /);
  expect(sayValue('weights', [1, 2])).toBe('[1,2]');
});

test('kinds are chosen by words, each once', () => {
  const choices = kindChoices.flatMap(({ items }) => items);
  expect(choices).toContainEqual({ value: 'key', label: 'API key' });
  expect(choices).toContainEqual({ value: 'custom_field', label: 'Custom field' });
  expect(new Set(choices.map(({ label }) => label)).size).toBe(choices.length);
});
