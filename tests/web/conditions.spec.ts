// The rows of a filter: to the JSON form and back, and to which row a refusal belongs.
import { expect, test } from '@playwright/test';
import { type FilterJson, fromJson, itemAt, toJson } from '../../web/src/scoring/segment/conditions.ts';

const row = (field: string): FilterJson => ({ field, op: '=', value: 1 });

test('the JSON form comes back as it went in', () => {
  const forms: FilterJson[] = [
    row('arr'),
    { and: [row('arr'), { or: [row('seats'), { not: row('employees') }] }] },
    { not: { or: [row('arr'), row('seats')] } },
  ];
  for (const form of forms) expect(toJson(fromJson(form))).toEqual(form);
});

test('a place in the JSON form is a row', () => {
  const tree = fromJson({ and: [row('a'), { not: { or: [row('b'), row('c')] } }, { not: row('d') }] });
  const fieldAt = (path: string) => {
    const item = itemAt(tree, path);
    return item && 'field' in item ? item.field : item?.join;
  };
  expect(fieldAt('filter_json.and[0].value')).toBe('a');
  expect(fieldAt('filter_json.and[1].not.or[1].op')).toBe('c');
  expect(fieldAt('filter_json.and[1].not')).toBe('or');
  expect(fieldAt('filter_json.and[2].not.value')).toBe('d');
  expect(fieldAt('filter_json')).toBe('and');
  // What is not nested further is not written as a group.
  const only = itemAt(fromJson(row('a')), 'filter_json.value');
  expect(only).toMatchObject({ field: 'a' });
});
