import { useMemo } from 'react';
import { $api, type Schema } from '@/lib/api';

type Measure = Schema<'CardMeasure'>;

export interface Inputs {
  /** As a Select takes them. */
  groups: { group: string; items: { value: string; label: string }[] }[];
  metrics: Schema<'Metric'>[];
}

/** What a measure can read, as one word: "metric:csat_90d_pct", "value:qualify_need". */
export const inputOf = ({ source, ref }: Pick<Measure, 'source' | 'ref'>) =>
  `${source === 'value' ? 'value' : 'metric'}:${ref}`;

/** The number that lists and histograms know it by. */
export const fieldOf = ({ source, ref }: Pick<Measure, 'source' | 'ref'>) =>
  source === 'value' ? `custom.${ref}` : ref;

const metricOf = ({ metrics }: Inputs, ref: string) => metrics.find(({ id }) => id === ref);
export const isRating = (inputs: Inputs, ref: string) => metricOf(inputs, ref)?.unit === 'rating';

/** The metrics by group, and the numbers that are set by hand. */
export function useInputs(): Inputs | null {
  const metrics = $api.useQuery('get', '/api/v1/metrics').data?.items;
  const fields = $api.useQuery('get', '/api/v1/custom-fields').data?.items;
  return useMemo(() => {
    if (!metrics || !fields) return null;
    const names = [...new Set(metrics.map(({ group }) => group))];
    const groups = names.map((group) => ({
      group: group.charAt(0).toUpperCase() + group.slice(1),
      items: metrics
        .filter((metric) => metric.group === group)
        .map(({ id, label }) => ({ value: `metric:${id}`, label })),
    }));
    const items = fields
      .filter(({ type }) => type === 'number')
      .map(({ name, label }) => ({ value: `value:${name}`, label: label ?? name }));
    return { metrics, groups: items.length > 0 ? [...groups, { group: 'Set by hand', items }] : groups };
  }, [metrics, fields]);
}

/** What the picker shows for an input. */
export function labelOf({ groups }: Inputs, input: string): string {
  for (const { items } of groups) {
    const found = items.find(({ value }) => value === input);
    if (found) return found.label;
  }
  return input;
}

/** Whether less of it is better, so that a new scale falls. */
export const isFalling = (inputs: Inputs, ref: string) => metricOf(inputs, ref)?.direction === 'less';
