import type { Schema } from '@/lib/api';

export type OwnMetric = Schema<'OwnMetric'>;
export type OwnFactKind = Schema<'OwnFactKind'>;
export type MetricFunction = OwnMetric['function'];

/** What the form holds: empty texts where nothing is given. */
export interface Draft {
  id: string;
  label: string;
  help: string;
  function: MetricFunction;
  fact: string;
  field: string;
  day_field: string;
  filter: string;
  base_filter: string;
  window_days: number | '';
  unit: string;
  direction: OwnMetric['direction'];
}

export const functionLabels: Record<MetricFunction, string> = {
  count: 'How many there are',
  sum: 'The sum of a number',
  mean: 'The mean of a number',
  distinct: 'How many different ones',
  ratio: 'The share of those that fit',
  days_since: 'Days since the last one',
  trend: 'The change against the time before',
};

export const directionLabels: Record<OwnMetric['direction'], string> = {
  more: 'More is better',
  less: 'Less is better',
  neither: 'Neither',
};

export const emptyDraft: Draft = {
  id: '',
  label: '',
  help: '',
  function: 'count',
  fact: 'ticket',
  field: '',
  day_field: '',
  filter: '',
  base_filter: '',
  window_days: 90,
  unit: '',
  direction: 'neither',
};

export const draftOf = (saved: OwnMetric): Draft => ({
  id: saved.id,
  label: saved.label,
  help: saved.help ?? '',
  function: saved.function,
  fact: saved.fact,
  field: saved.field ?? '',
  day_field: saved.day_field ?? '',
  filter: saved.filter ?? '',
  base_filter: saved.base_filter ?? '',
  window_days: saved.window_days ?? '',
  unit: saved.unit ?? '',
  direction: saved.direction,
});

/** Which inputs a function has. */
export const asksFor = {
  field: ({ function: name }: Draft) =>
    name === 'distinct' || name === 'sum' || name === 'mean' || name === 'trend',
  isFieldNeeded: ({ function: name }: Draft) => name !== 'trend',
  /** The path of a number in events, which nobody lists. */
  property: ({ function: name, fact }: Draft) => fact === 'usage' && name !== 'distinct',
  base: ({ function: name }: Draft) => name === 'ratio',
  day: ({ fact }: Draft) => fact !== 'usage',
  unit: ({ function: name }: Draft) =>
    name === 'count' || name === 'sum' || name === 'mean' || name === 'distinct',
};

/** Does it add up a number in events? */
export const addsUpEvents = (draft: Draft) =>
  asksFor.field(draft) && asksFor.property(draft) && (asksFor.isFieldNeeded(draft) || draft.field !== '');

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** What is sent: only what the function knows; the placeholders serve a preview that has no name yet. */
export const bodyOf = (draft: Draft): Schema<'OwnMetricInput'> => ({
  id: draft.id || 'preview',
  label: draft.label || 'Preview',
  help: orNull(draft.help),
  function: draft.function,
  fact: draft.fact,
  field: asksFor.field(draft) ? orNull(draft.field) : null,
  day_field: asksFor.day(draft) ? orNull(draft.day_field) : null,
  filter: orNull(draft.filter),
  base_filter: asksFor.base(draft) ? orNull(draft.base_filter) : null,
  window_days: draft.window_days === '' ? null : draft.window_days,
  unit: asksFor.unit(draft) ? orNull(draft.unit) : null,
  direction: draft.direction,
});

/** "Urgent tickets, 90 days" → "urgent_tickets_90_days". */
export const idOf = (label: string) =>
  label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 60);

const usageFields = ['user', 'day', 'event'];
const isNumber = (type: string) => type === 'number';
const isDate = (type: string) => type === 'day' || type === 'time';

/** The fields that a function can add up or count. */
export function fieldsFor({ fact, function: name }: Draft, kind: OwnFactKind | undefined): string[] {
  if (fact === 'usage') return usageFields;
  const fields = kind?.fields ?? [];
  const fits = name === 'distinct' ? (type: string) => type !== 'list' : isNumber;
  return fields.filter(({ type }) => fits(type)).map(({ name: field }) => field);
}

export const datesOf = (kind: OwnFactKind | undefined): string[] =>
  (kind?.fields ?? [])
    .filter(({ type, name }) => isDate(type) && name !== kind?.happened)
    .map(({ name }) => name);
