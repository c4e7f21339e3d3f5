import { DayText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import type { FactKind } from '@/facts/factKind';
import type { Schema } from '@/lib/api';
import { sayWord } from '@/lib/words';

type Advocacy = Schema<'Advocacy'>;

/** What the customer did for us besides paying. */
export const advocacyKind: FactKind<Advocacy> = {
  schema: 'Advocacy',
  path: '/api/v1/advocacy',
  happened: 'day',
  sort: '-day',
  title: 'Advocacy',
  hint: 'What the customer did for you besides paying: references, referrals, reviews, talks, feedback.',
  one: 'act of advocacy',
  nameOf: ({ kind, key }) => `${sayWord(kind).toLowerCase()} ${key}`,
  columns: [
    {
      header: 'What',
      cell: ({ kind, note }) => (
        <>
          {sayWord(kind)}
          {note && <small>{note}</small>}
        </>
      ),
    },
    { header: 'Day', cell: ({ day }) => <DayText day={day} /> },
    {
      header: 'Worth',
      isNumeric: true,
      cell: ({ worth_cents, currency }, { money }) =>
        worth_cents === null ? <Missing reason="not estimated" /> : money(worth_cents, currency),
    },
  ],
  form: [
    {
      fields: [
        { name: 'kind', label: 'What', help: '' },
        { name: 'day', help: '' },
        { name: 'contact', label: 'Who', help: '', isWide: true },
        { name: 'worth_cents', help: 'By your own estimate' },
        { name: 'currency', help: 'Left out: the organisation’s' },
        { name: 'note', help: 'What it was about' },
      ],
    },
    { title: 'More', fields: ['key', { name: 'known', label: 'Known since' }] },
  ],
  start: ({ today }) => ({ day: today, kind: 'reference_call' }),
  empty: {
    title: 'Nothing is recorded yet',
    text: 'Write down when this customer vouches for you, brings another, reviews you or helps the product along: it is a part of health, and you will know whom to ask next.',
  },
};
