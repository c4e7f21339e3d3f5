import { Autocomplete, Button, Select, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { useContacts } from '@/facts/contact/contactKind';
import { type Instrument, languageName, languagesOf } from '@/facts/survey/instrument';
import { $api, Problem, type Schema } from '@/lib/api';
import { formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import type { Standing } from '@/scoring/standing/useStanding';
import { announceRating } from '../announceRating';
import { type Assessment, lastRating } from '../useAssessments';
import classes from './Interview.module.css';
import { SheetQuestion } from './SheetQuestion';
import { SheetRail } from './SheetRail';
import { onSheetKey } from './sheetKeys';
import { type SheetDraft, useSheetDraft } from './useSheetDraft';

type Contact = Schema<'Contact'>;

interface InterviewSheetProps {
  standing: Standing;
  groups: Schema<'RatingGroup'>[];
  /** The long form: how the ratings are asked for, and in which languages. */
  instrument: Instrument;
  card: Schema<'Card'>;
  assessments: Assessment[];
}

/** The twelve questions for a call: everything open, kept as one types, with the index beside it. */
export function InterviewSheet({ standing, groups, instrument, card, assessments }: InterviewSheetProps) {
  const { today } = useOrganisation();
  const contacts = useContacts(standing.account.key, undefined);
  const people = (contacts.items ?? []).filter(({ left_day }) => !left_day);
  const sheet = useSheetDraft(standing.account.key);
  const { draft, change } = sheet;
  const save = useSave(standing, people, sheet.forget);
  const languages = languagesOf(instrument);
  const language =
    draft.language && languages.includes(draft.language) ? draft.language : (languages[0] ?? 'en');

  const rate = useCallback(
    (id: string, value: number | undefined) => {
      const { [id]: _, ...others } = draft.ratings;
      change({ ratings: value === undefined ? others : { ...others, [id]: value } });
    },
    [draft.ratings, change],
  );
  const note = useCallback(
    (id: string, text: string) => change({ evidence: { ...draft.evidence, [id]: text } }),
    [draft.evidence, change],
  );
  let number = 0;
  return (
    <form
      className={classes.sheet}
      onKeyDown={onSheetKey}
      onSubmit={(event) => {
        event.preventDefault();
        save.run(draft, today);
      }}
    >
      <div className={classes.questions}>
        <About {...{ draft, today, people, languages, language }} onChange={change} />
        {groups.map((group) => (
          <section key={group.id} aria-labelledby={`group-${group.id}`}>
            <h2 id={`group-${group.id}`}>
              {group.label} <small>{formatPercent(group.weight_pct)} of the index</small>
            </h2>
            {group.ratings.map((rating) => (
              <SheetQuestion
                key={rating.id}
                number={++number}
                rating={rating}
                asked={instrument.questions.find((question) => question.rating === rating.id)}
                language={language}
                value={draft.ratings[rating.id]}
                evidence={draft.evidence[rating.id] ?? ''}
                last={lastRating(assessments, rating.id)}
                onRate={rate}
                onEvidence={note}
              />
            ))}
          </section>
        ))}
        <Textarea
          label="Anything else worth knowing"
          placeholder="Next steps, people to meet, what was promised"
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
          value={draft.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
        <Foot sheet={sheet} total={number} hasBefore={assessments.length > 0} save={save} />
      </div>
      <SheetRail {...{ draft, today, groups, card, assessments }} health={standing.health?.score ?? null} />
    </form>
  );
}

function useSave({ account, ...standing }: Standing, people: Contact[], forget: () => void) {
  const { me } = useSession();
  const navigate = useNavigate();
  const { mutate, isPending, error } = $api.useMutation('post', '/api/v1/assessments', {
    onSuccess() {
      forget();
      void announceRating({ account, ...standing });
      void navigate(`/accounts/${encodeURIComponent(account.key)}`);
    },
  });
  function run(draft: SheetDraft, today: string) {
    const person = draft.person.trim();
    const known = people.find(({ name }) => name === person);
    const evidence = Object.entries(draft.evidence).filter(([, text]) => text.trim() !== '');
    mutate({
      body: {
        account: account.key,
        day: draft.day ?? today,
        basis: 'interview',
        assessor: [me?.name, person && !known && `with ${person}`].filter(Boolean).join(', ') || null,
        contact: known?.key ?? null,
        ...draft.ratings,
        ...(evidence.length > 0 ? { evidence: Object.fromEntries(evidence) } : {}),
        note: draft.note.trim() || null,
      },
    });
  }
  return { run, isPending, error };
}

interface AboutProps {
  draft: SheetDraft;
  today: string;
  people: Contact[];
  languages: string[];
  language: string;
  onChange: (part: Partial<SheetDraft>) => void;
}

/** Who is being asked, in which language, and for which day it holds. */
function About({ draft, today, people, languages, language, onChange }: AboutProps) {
  return (
    <div className={classes.about}>
      <Autocomplete
        label="Talking to"
        placeholder="A person of the customer"
        data={[...new Set(people.flatMap(({ name }) => name ?? []))]}
        maxLength={120}
        value={draft.person}
        onChange={(person) => onChange({ person })}
      />
      <Select
        label="Questions in"
        data={languages.map((code) => ({ value: code, label: languageName(code) }))}
        value={language}
        allowDeselect={false}
        onChange={(code) => onChange({ language: code })}
      />
      <TextInput
        type="date"
        label="Day they hold for"
        value={draft.day ?? today}
        max={today}
        required
        withAsterisk={false}
        onChange={(event) => onChange({ day: event.currentTarget.value || null })}
      />
    </div>
  );
}

interface FootProps {
  sheet: ReturnType<typeof useSheetDraft>;
  total: number;
  hasBefore: boolean;
  save: { isPending: boolean; error: Error | null };
}

function Foot({ sheet, total, hasBefore, save }: FootProps) {
  const [isAsking, asking] = useDisclosure(false);
  const count = Object.keys(sheet.draft.ratings).length;
  return (
    <footer className={classes.foot}>
      {save.error && (
        <Notice tone="bad">
          {save.error instanceof Problem && save.error.field ? `${save.error.field}: ` : ''}
          {save.error.message}
        </Notice>
      )}
      {!sheet.isKept && (
        <Notice tone="warning">
          This browser keeps nothing for this page: save before you leave it, or the sheet is lost.
        </Notice>
      )}
      <div>
        <output>
          {count} of {total} rated{count < total && hasBefore && '; the others keep their last rating'}
          {sheet.isBegun && sheet.isKept && '. The draft is kept in this browser.'}
        </output>
        {sheet.isBegun && (
          <Button type="button" variant="subtle" color="gray" size="xs" onClick={asking.open}>
            Start over
          </Button>
        )}
        <Button type="submit" loading={save.isPending} disabled={count === 0}>
          Save the interview
        </Button>
      </div>
      <Confirm
        title="Start over?"
        text="What is filled in on this sheet goes. Ratings saved before stay as they are."
        verb="Empty the sheet"
        isOpen={isAsking}
        isPending={false}
        error={null}
        onConfirm={() => {
          sheet.forget();
          asking.close();
        }}
        onClose={asking.close}
      />
    </footer>
  );
}
