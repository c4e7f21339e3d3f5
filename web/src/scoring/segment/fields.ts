import { useMemo } from 'react';
import { $api, type Schema } from '@/lib/api';
import type { Scalar } from './conditions';

export type FilterField = Schema<'FilterField'>;

const groupLabels: Record<FilterField['group'], string> = {
  segment: 'Segments',
  account: 'Account',
  score: 'Scores and matrix',
  money: 'Money and time',
  metric: 'Metrics',
  custom: 'Custom fields',
};

/** What filters can be made of, and the values that accounts have. */
export function useFields() {
  const fields = $api.useQuery('get', '/api/v1/filter-fields');
  const facets = $api.useQuery('get', '/api/v1/portfolio/facets');
  return useMemo(() => {
    const items = fields.data?.items ?? [];
    const seen = new Map(
      (facets.data?.items ?? []).map(({ field, values }) => [
        field,
        values.flatMap(({ value }) => (value ? [value] : [])),
      ]),
    );
    return {
      isReady: fields.data !== undefined,
      error: fields.error,
      find: (name: string) => items.find((field) => field.name === name),
      /** For a select, by group. */
      choices: [...Map.groupBy(items, ({ group }) => group)].map(([group, list]) => ({
        group: groupLabels[group],
        items: list.map(({ name, label }) => ({ value: name, label })),
      })),
      /** Texts that accounts have in a field of free texts. */
      suggestions: (name: string) => seen.get(name) ?? [],
    };
  }, [fields.data, fields.error, facets.data]);
}
export type Fields = ReturnType<typeof useFields>;

const missing = [
  { value: 'is missing', label: 'is not known' },
  { value: 'is not missing', label: 'is known' },
];
const equal = [
  { value: '=', label: 'is' },
  { value: '!=', label: 'is not' },
];
const oneOf = { value: 'in', label: 'is one of' };
const ordered = [
  { value: '<', label: 'is below' },
  { value: '<=', label: 'is at most' },
  { value: '>', label: 'is above' },
  { value: '>=', label: 'is at least' },
];
const ordinal = [
  { value: '<', label: 'is before' },
  { value: '<=', label: 'is on or before' },
  { value: '>', label: 'is after' },
  { value: '>=', label: 'is on or after' },
];

export const operators: Record<FilterField['type'], { value: string; label: string }[]> = {
  text: [...equal, oneOf, { value: 'contains', label: 'contains' }, ...ordered, ...missing],
  choice: [...equal, oneOf, ...missing],
  segment: [
    { value: '=', label: 'is in' },
    { value: '!=', label: 'is not in' },
    { value: 'in', label: 'is in one of' },
  ],
  number: [...ordered.slice(2), ...ordered.slice(0, 2), ...equal, oneOf, ...missing],
  day: [...ordinal, ...equal, oneOf, ...missing],
  boolean: [...equal, ...missing],
};

/** A text that somebody typed as a value of the field's type; undefined if it is none. */
export function asValue(type: FilterField['type'], text: string): Scalar | undefined {
  if (text === '') return undefined;
  if (type === 'boolean') return text === 'true';
  if (type !== 'number') return text;
  const number = Number(text.replaceAll(',', ''));
  return Number.isFinite(number) ? number : undefined;
}
