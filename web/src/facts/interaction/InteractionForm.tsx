import { Button, MultiSelect, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '@/access/session';
import { Notice } from '@/components/Notice';
import { useContacts } from '@/facts/contact/contactKind';
import { refreshFacts } from '@/facts/factCalls';
import { $api, Problem, type Schema } from '@/lib/api';
import { useClock } from '@/lib/organisation';
import classes from './Interaction.module.css';
import { directions, kinds, moods } from './kinds';

/** A minute as the input for a local date and time wants it. */
function minuteLocal(now: Date) {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** One line that opens into a small form: a note, or a talk with the customer. */
export function InteractionForm({ account }: { account: string }) {
  const [summary, setSummary] = useState('');
  const [isOpen, setIsOpen] = useState(false);

  function close() {
    setSummary('');
    setIsOpen(false);
  }

  return (
    <div className={classes.form}>
      <Textarea
        aria-label="Add a note or a talk"
        placeholder="Add a note or a talk with the customer"
        autosize
        minRows={isOpen ? 3 : 1}
        maxRows={10}
        maxLength={10_000}
        value={summary}
        onChange={(event) => setSummary(event.currentTarget.value)}
        onFocus={() => setIsOpen(true)}
      />
      {isOpen && <Details account={account} summary={summary} onClose={close} />}
    </div>
  );
}

type Interaction = Schema<'Interaction'>;

function Details({ account, summary, onClose }: { account: string; summary: string; onClose: () => void }) {
  const { me } = useSession();
  const clock = useClock();
  const contacts = useContacts(account, undefined);
  const [kind, setKind] = useState<Interaction['kind']>('note');
  const [sentiment, setSentiment] = useState<number | null>(null);
  const save = $api.useMutation('post', '/api/v1/interactions', {
    onSuccess() {
      void refreshFacts('/api/v1/interactions');
      onClose();
    },
  });
  const isTalk = kind !== 'note';

  function submit(form: FormData) {
    const at = String(form.get('at'));
    save.mutate({
      body: {
        account,
        kind,
        at: new Date(at).toISOString(),
        summary: summary.trim(),
        author: me?.name,
        ...(isTalk
          ? {
              direction: form.get('direction') as Interaction['direction'],
              contacts: String(form.get('contacts')).split(',').filter(Boolean),
            }
          : {}),
        ...(isTalk && sentiment !== null ? { sentiment } : {}),
      },
    });
  }

  return (
    <form
      className={classes.details}
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      {save.error && <Refusal error={save.error} />}
      <NativeSelect
        size="xs"
        label="Kind"
        data={kinds.map(({ id, label }) => ({ value: id, label }))}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Interaction['kind'])}
      />
      <TextInput
        size="xs"
        label="When"
        name="at"
        type="datetime-local"
        defaultValue={minuteLocal(clock())}
        max={minuteLocal(clock())}
        required
        withAsterisk={false}
      />
      {isTalk && (
        <>
          <NativeSelect size="xs" label="Who spoke" name="direction" data={directions} />
          <MultiSelect
            size="xs"
            label="With"
            name="contacts"
            placeholder="Contacts"
            data={(contacts.items ?? []).map(({ key, name }) => ({ value: key, label: name || key }))}
            searchable
            hidePickedOptions
            nothingFoundMessage="No such contact"
          />
          <Mood value={sentiment} onChange={setSentiment} />
        </>
      )}
      <div className={classes.buttons}>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button size="xs" type="submit" loading={save.isPending} disabled={summary.trim() === ''}>
          Add
        </Button>
      </div>
    </form>
  );
}

const Refusal = ({ error }: { error: Error }) => (
  <div className={classes.wide}>
    <Notice tone="bad">
      {error instanceof Problem && error.field ? `${error.field}: ` : ''}
      {error.message}
    </Notice>
  </div>
);

function Mood({ value, onChange }: { value: number | null; onChange: (value: number | null) => void }) {
  return (
    <fieldset className={classes.mood}>
      <legend>How did the customer feel?</legend>
      <div>
        {moods.map(({ value: mood, label, face }) => (
          <label key={mood} title={label}>
            <input
              type="radio"
              name="sentiment"
              checked={value === mood}
              onChange={() => onChange(mood)}
              onClick={() => value === mood && onChange(null)}
            />
            <span aria-hidden>{face}</span>
            <span className="visually-hidden">{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
