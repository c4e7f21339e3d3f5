/** Kinds that have no table on the account page: only as many columns as a number is read by. */
import { DayText, TimeText } from '@/components/DayText';
import { Decimal, Missing } from '@/components/numbers';
import { moods } from '@/facts/interaction/kinds';
import type { Schema } from '@/lib/api';
import { sayWord } from '@/lib/words';
import type { ShownKind } from './shownKinds';

const moodOf = (sentiment: number | null | undefined) =>
  moods.find(({ value }) => value === sentiment)?.label ?? <Missing reason="not noted" />;

export const interactions: ShownKind<Schema<'Interaction'>> = {
  title: 'Interactions',
  nameOf: ({ key }) => key,
  columns: [
    {
      header: 'What',
      cell: ({ kind, summary, author }) => (
        <>
          {sayWord(kind)}
          <small>{[summary, author].filter(Boolean).join(' · ')}</small>
        </>
      ),
    },
    { header: 'When', cell: ({ at }) => <TimeText time={at} /> },
    { header: 'Who spoke', cell: ({ direction }) => (direction ? sayWord(direction) : <Missing />) },
    { header: 'Mood', cell: ({ sentiment }) => moodOf(sentiment) },
  ],
};

/** Of the twelve, the one that the metric is about. */
export const assessments = (rating: string): ShownKind<Schema<'Assessment'>> => ({
  title: 'Maturity ratings',
  nameOf: ({ key }) => key,
  columns: [
    { header: 'Day', cell: ({ day }) => <DayText day={day} /> },
    {
      header: 'By',
      cell: ({ assessor, basis }) => (
        <>
          {assessor ?? 'not named'}
          <small>{sayWord(basis)}</small>
        </>
      ),
    },
    {
      header: 'Evidence',
      cell: ({ evidence }) => {
        const text = (evidence as Record<string, unknown> | null)?.[rating];
        return typeof text === 'string' && text ? text : <Missing reason="none written down" />;
      },
    },
    {
      header: 'Rating',
      isNumeric: true,
      cell: (assessment) => (
        <Decimal value={(assessment as Record<string, unknown>)[rating] as number | null} />
      ),
    },
  ],
});

export const goals: ShownKind<Schema<'Goal'>> = {
  title: 'Goals',
  nameOf: ({ outcome }) => outcome,
  columns: [
    { header: 'Goal', cell: ({ outcome }) => outcome },
    { header: 'Due', cell: ({ due }) => <DayText day={due} /> },
    {
      header: 'Target',
      isNumeric: true,
      cell: ({ target, unit }) => (target === null ? <Missing /> : `${target} ${unit ?? ''}`),
    },
    { header: 'Met', cell: ({ met }) => <DayText day={met} /> },
  ],
};

export const measurements: ShownKind<Schema<'Measurement'>> = {
  title: 'Measurements of goals',
  nameOf: ({ key }) => key,
  columns: [
    { header: 'Goal', cell: ({ goal }) => goal },
    { header: 'Day', cell: ({ day }) => <DayText day={day} /> },
    { header: 'Value', isNumeric: true, cell: ({ value }) => <Decimal value={value} /> },
  ],
};

export const responses: ShownKind<Schema<'Response'>> = {
  title: 'Survey responses',
  nameOf: ({ key }) => key,
  columns: [
    {
      header: 'What they wrote',
      cell: ({ comment, instrument }) => (
        <>
          {comment ?? <Missing reason="nothing" />}
          <small>{instrument}</small>
        </>
      ),
    },
    { header: 'Asked', cell: ({ invited }) => (invited ? <TimeText time={invited} /> : <Missing />) },
    {
      header: 'Answered',
      cell: ({ answered }) => (answered ? <TimeText time={answered} /> : <Missing reason="not yet" />),
    },
    { header: 'Score', isNumeric: true, cell: ({ score }) => <Decimal value={score} /> },
  ],
};
