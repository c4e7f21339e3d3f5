import type { WrittenKind } from '@/facts/factKind';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { directions, kinds } from './kinds';

type Interaction = Schema<'Interaction'>;

const words = (choices: readonly { value: string; label: string }[]) =>
  Object.fromEntries(choices.map(({ value, label }) => [value, label]));

/** Talks and notes. They are listed as a time line and begun in a form of one line, but changed like other facts. */
export const interactionKind: WrittenKind<Interaction> = {
  schema: 'Interaction',
  path: '/api/v1/interactions',
  one: 'interaction',
  nameOf: ({ kind, at }) =>
    `${kinds.find(({ id }) => id === kind)?.label.toLowerCase() ?? kind} of ${formatDay(at.slice(0, 10))}`,
  form: [
    {
      fields: [
        { name: 'kind', help: '', choices: words(kinds.map(({ id, label }) => ({ value: id, label }))) },
        { name: 'at', label: 'When', help: '' },
        { name: 'summary', help: '' },
        { name: 'direction', label: 'Who spoke', help: '', choices: words(directions) },
        { name: 'sentiment', label: 'Feeling', help: 'The customer’s, from −2 to 2' },
        { name: 'contacts', label: 'With', help: '' },
        { name: 'author', help: 'Who wrote it down' },
        { name: 'known', label: 'Known since', help: 'It counts from then on' },
      ],
    },
  ],
};
