import type { FactKind, WrittenKind } from '@/facts/factKind';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';

export type Goal = Schema<'Goal'>;
export type Measurement = Schema<'Measurement'>;

/** What the customer wants to reach. Goals are shown as pictures of their progress, so that they have no columns. */
export const goalKind: FactKind<Goal> = {
  schema: 'Goal',
  path: '/api/v1/goals',
  happened: 'agreed',
  sort: '-agreed',
  title: 'Goals',
  hint: 'What the customer wants to reach, and how far it has come. Goals met are part of health.',
  one: 'goal',
  nameOf: ({ outcome }) => `“${outcome}”`,
  columns: [],
  form: [
    {
      fields: [
        { name: 'outcome', help: 'What the customer wants to reach', isWide: true },
        { name: 'baseline', label: 'From', help: 'Where the customer stands now' },
        { name: 'target', label: 'To', help: 'May lie below; empty for a goal in words' },
        { name: 'unit', help: 'Such as days or %' },
        { name: 'owner', help: 'Who looks after it' },
        { name: 'agreed', help: '' },
        { name: 'due', help: '' },
        { name: 'met', label: 'Met on', help: 'Left empty, the measurements tell' },
      ],
    },
    {
      title: 'More',
      fields: [{ name: 'note', help: '' }, 'key', { name: 'known', label: 'Known since' }],
    },
  ],
  start: ({ today }) => ({ agreed: today }),
  empty: {
    title: 'No goals are agreed',
    text: 'Ask what the customer wants to reach with the product and by when. Whether it gets there says more about the next renewal than anything else.',
  },
};

export const measurementList = {
  path: '/api/v1/measurements',
  happened: 'day',
  sort: '-day',
} as const;

/** A measurement of one goal: the form does not ask which. */
export const measurementOf = ({ key, unit }: Goal): WrittenKind<Measurement> => ({
  schema: 'Measurement',
  path: '/api/v1/measurements',
  one: 'measurement',
  nameOf: ({ day }) => `the measurement of ${formatDay(day)}`,
  fixed: { goal: key },
  form: [
    {
      fields: [
        { name: 'day', help: '' },
        { name: 'value', help: unit ? `In ${unit}` : '' },
        { name: 'note', help: 'Where the number comes from' },
        { name: 'known', label: 'Known since', help: 'If not on the day it was measured' },
      ],
    },
  ],
  start: ({ today }) => ({ day: today }),
});
