import { IconNote } from '@tabler/icons-react';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { useContacts } from '@/facts/contact/contactKind';
import { FactEditor, useEditor } from '@/facts/form/FactEditor';
import { EditButton, LoadMore } from '@/facts/list/FactTable';
import { useFacts } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import classes from './Interaction.module.css';
import { interactionKind } from './interactionKind';
import { kinds, moods } from './kinds';

type Interaction = Schema<'Interaction'>;

interface InteractionListProps {
  account: string;
  day: Day | undefined;
  /** Only so many of the latest, and no way to more. */
  latest?: number;
}

/** Talks and notes as a time line, the latest first. */
export function InteractionList({ account, day, latest }: InteractionListProps) {
  const list = useFacts<Interaction>(
    { path: interactionKind.path, happened: 'at', sort: '-at' },
    { account, day, limit: latest },
  );
  const contacts = useContacts(account, day);
  const editor = useEditor<Interaction>();
  const mayWrite = useCan('manager') && !day;
  const names = new Map(contacts.items?.map(({ key, name }) => [key, name || key]));

  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (!list.items) return <Loading label="Loading interactions" />;
  if (list.items.length === 0) {
    return (
      <EmptyState title="No talk is written down yet">
        The days since the last two-way contact are part of health. Add the last talk above, or import calls
        and meetings from your CRM.
      </EmptyState>
    );
  }
  return (
    <>
      <ol className={classes.line}>
        {list.items.slice(0, latest).map((interaction) => (
          <Item
            key={interaction.key}
            interaction={interaction}
            names={names}
            onEdit={mayWrite ? editor.edit : undefined}
          />
        ))}
      </ol>
      {latest === undefined && <LoadMore list={list} />}
      <FactEditor kind={interactionKind} account={account} editor={editor} />
    </>
  );
}

interface ItemProps {
  interaction: Interaction;
  names: Map<string, string>;
  onEdit: ((interaction: Interaction) => void) | undefined;
}

function Item({ interaction, names, onEdit }: ItemProps) {
  const { kind, at, author, summary, sentiment, contacts } = interaction;
  const { label, icon: Icon } = kinds.find(({ id }) => id === kind) ?? { label: kind, icon: IconNote };
  const mood = moods.find(({ value }) => value === sentiment);
  const people = (contacts ?? []).map((key) => names.get(key) ?? key);
  return (
    <li>
      <Icon size={16} stroke={1.6} aria-hidden />
      <div>
        <p className={classes.meta}>
          <b>{label}</b>
          {people.length > 0 && ` with ${people.join(', ')}`}
          {author && ` · ${author}`} · <TimeText time={at} />
          {mood && (
            <>
              {' '}
              ·{' '}
              <span className={classes.sentiment} data-tone={Math.sign(mood.value)}>
                {mood.label}
              </span>
            </>
          )}
        </p>
        {summary && <p>{summary}</p>}
      </div>
      {onEdit && (
        <EditButton name={interactionKind.nameOf(interaction)} onClick={() => onEdit(interaction)} />
      )}
    </li>
  );
}
