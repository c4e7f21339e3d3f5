import { expect, test } from '@playwright/test';
import { filterText } from '../../web/src/lib/filterText.ts';

test('nothing chosen and nothing written is no filter', () => {
  expect(filterText('', {})).toBeUndefined();
  expect(filterText('  ', { owner: [] })).toBeUndefined();
});

test('one value is an equation, several are a list, the empty one is missing', () => {
  expect(filterText('', { owner: ['Ann'] })).toBe('owner = "Ann"');
  expect(filterText('', { owner: ['Ann', 'Ben'] })).toBe('owner in ("Ann", "Ben")');
  expect(filterText('', { owner: [''] })).toBe('owner is missing');
  expect(filterText('', { owner: ['Ann', ''] })).toBe('(owner = "Ann" or owner is missing)');
});

test('chosen fields are joined by and; a written "or" keeps its meaning', () => {
  expect(filterText('arr > 1 or seats > 5', { plan: ['Pro'], stage: ['new'] })).toBe(
    '(arr > 1 or seats > 5) and plan = "Pro" and stage = "new"',
  );
  expect(filterText('arr > 1 or seats > 5', {})).toBe('arr > 1 or seats > 5');
});

test('quotes and backslashes in a value stay in the value', () => {
  expect(filterText('', { name: ['a "b" \\ c'] })).toBe('name = "a \\"b\\" \\\\ c"');
});
