import { DayText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import type { FactKind } from '@/facts/factKind';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import { type Day, daysBetween } from '@/lib/day';
import { sayWord } from '@/lib/words';

type Opportunity = Schema<'Opportunity'>;

/** Renewals and expansions on their way. */
export const opportunityKind: FactKind<Opportunity> = {
  schema: 'Opportunity',
  path: '/api/v1/opportunities',
  happened: 'opened',
  sort: '-opened',
  title: 'Opportunities',
  hint: 'Renewals and expansions on their way, with the yearly amount. Open expansions are part of health.',
  one: 'opportunity',
  nameOf: ({ name, kind, key }) => name || `${kind} ${key}`,
  columns: [
    {
      header: 'Opportunity',
      cell: ({ name, key, kind, owner }) => (
        <>
          {name || key}
          <small>{[sayWord(kind), owner].filter(Boolean).join(' · ')}</small>
        </>
      ),
    },
    { header: 'State', cell: (opportunity, { day, today }) => <State {...{ opportunity, day, today }} /> },
    { header: 'Opened', cell: ({ opened }) => <DayText day={opened} /> },
    {
      header: 'Close',
      cell: ({ closed, expected_close }, { day }) => {
        const end = seenBy(day, closed);
        return end ? (
          <DayText day={end} />
        ) : (
          <>
            <DayText day={expected_close} />
            {expected_close && <small>expected</small>}
          </>
        );
      },
    },
    {
      header: 'A year',
      isNumeric: true,
      cell: ({ amount_cents, currency }, { money }) =>
        amount_cents === null ? <Missing /> : money(amount_cents, currency),
    },
  ],
  form: [
    {
      fields: [
        { name: 'name', help: '', isWide: true },
        { name: 'kind', label: 'What', help: '' },
        { name: 'stage', help: 'In your own words' },
        { name: 'amount_cents', label: 'A year', help: 'Yearly recurring revenue' },
        { name: 'currency', help: 'Left out: the organisation’s' },
        { name: 'opened', help: '' },
        { name: 'expected_close', help: '' },
        { name: 'closed', help: 'Empty while it is open' },
        { name: 'is_won', label: 'It was won', help: '' },
        { name: 'owner', help: '' },
      ],
    },
    { title: 'More', fields: ['key', { name: 'known', label: 'Known since' }] },
  ],
  start: ({ today }) => ({ opened: today, kind: 'expansion' }),
  empty: {
    title: 'No opportunities are known',
    text: 'Import your CRM’s open deals, or add one: the expansion pipeline beside ARR shows where growth will come from.',
  },
};

interface StateProps {
  opportunity: Opportunity;
  day: Day | undefined;
  today: Day;
}

function State({ opportunity: { closed, is_won, stage, expected_close }, day, today }: StateProps) {
  if (seenBy(day, closed))
    return is_won ? (
      <span className={tableClasses.good}>won</span>
    ) : (
      <span className={tableClasses.bad}>lost</span>
    );
  const late = expected_close ? daysBetween(expected_close, day ?? today) : 0;
  if (late > 0) return <span className={tableClasses.soon}>{late} d past its close</span>;
  // What the stage was on an earlier day is not kept.
  return <span className={tableClasses.note}>{(!closed && stage) || 'open'}</span>;
}
