import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { EmptyState } from '@/components/states';
import { useContacts } from '@/facts/contact/contactKind';
import type { FactColumn } from '@/facts/factKind';
import { FactTable } from '@/facts/list/FactTable';
import { seenBy } from '@/facts/list/useFacts';
import type { Day } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { sayWord } from '@/lib/words';
import { type InstrumentKind, wordsIn } from '../instrument';
import { currentOf, type InstrumentSummary, useInstruments } from '../useInstruments';
import { AnswersDrawer } from './AnswersDrawer';
import classes from './Response.module.css';
import { ResponseDrawer } from './ResponseDrawer';
import { ScoreText } from './ScoreText';
import { type Response, useResponses } from './useResponses';

interface ResponsePanelProps {
  account: string;
  day: Day | undefined;
  /** Beside the button for answers given by word of mouth: asking by mail or link. */
  ask?: React.ReactNode;
}

/** Who of the account was asked what, and what they answered: silence, too. */
export function ResponsePanel({ account, day, ask }: ResponsePanelProps) {
  const { today } = useOrganisation();
  const list = useResponses(account, day);
  const contacts = useContacts(account, day);
  const { items } = useInstruments();
  const [opened, setOpened] = useState<Response | null>(null);
  const [isAdding, setIsAdding] = useState(0);
  const mayWrite = useCan('manager') && !day;
  const names = new Map(contacts.items?.map(({ key, name }) => [key, name || key]));
  const instruments = new Map(currentOf(items ?? []).map((one) => [one.id, one]));
  return (
    <Panel
      title="Responses"
      hint="Who was asked what, and what they answered. No answer is a sign, too."
      actions={
        mayWrite && (
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setIsAdding(isAdding + 1)}
            >
              Add answers
            </Button>
            {ask}
          </Group>
        )
      }
    >
      <FactTable
        kind={{
          title: 'Responses',
          nameOf: ({ instrument }) => instrument,
          columns: columnsOf(instruments, names, setOpened),
        }}
        list={list}
        seen={{ day, today, money: () => '' }}
        empty={
          <EmptyState title="Nobody of this account was asked">
            Ask by mail or with a link of their own, add what they said in a talk, or import past answers.
          </EmptyState>
        }
      />
      <ResponseDrawer response={opened} day={day} names={names} onClose={() => setOpened(null)} />
      {isAdding > 0 && (
        <AnswersDrawer key={isAdding} account={account} instruments={[...instruments.values()]} />
      )}
    </Panel>
  );
}

function columnsOf(
  instruments: Map<string, InstrumentSummary>,
  names: Map<string, string>,
  onOpen: (response: Response) => void,
): FactColumn<Response>[] {
  const nameOf = (id: string) => wordsIn(instruments.get(id)?.name, 'en') || id;
  return [
    {
      header: 'Questionnaire',
      cell: (response) => (
        <>
          <button type="button" className={classes.open} onClick={() => onOpen(response)}>
            {nameOf(response.instrument)}
          </button>
          <small>
            {response.basis === 'survey' ? 'by survey' : sayWord(response.basis ?? 'imported').toLowerCase()}
          </small>
        </>
      ),
    },
    {
      header: 'Asked',
      cell: ({ contact, invited }) => (
        <>
          {contact ? (names.get(contact) ?? contact) : <Missing reason="nobody is named" />}
          <small>
            <TimeText time={invited} />
          </small>
        </>
      ),
    },
    {
      header: 'Answered',
      cell: ({ answered, reminded }, { day }) =>
        seenBy(day, answered) ? (
          <TimeText time={answered} />
        ) : (
          <>
            not yet
            {seenBy(day, reminded) && <small>reminded</small>}
          </>
        ),
    },
    {
      header: 'Score',
      isNumeric: true,
      cell: ({ score, answered, instrument }, { day }) => (
        <ScoreText
          kind={instruments.get(instrument)?.kind as InstrumentKind | undefined}
          score={seenBy(day, answered) ? score : null}
        />
      ),
    },
    {
      header: 'Words',
      cell: ({ comment, answered }, { day }) =>
        comment && seenBy(day, answered) ? (
          <q className={classes.words}>{comment}</q>
        ) : (
          <Missing reason="nothing written" />
        ),
    },
  ];
}
