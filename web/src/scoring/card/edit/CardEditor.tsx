import { Button } from '@mantine/core';
import { useState } from 'react';
import { Section } from '@/components/Section';
import { Problem, type Schema } from '@/lib/api';
import { moved } from '@/lib/lists';
import { useHistory, useUndoKeys, useWarning } from '@/lib/useHistory';
import { sentence } from '@/lib/words';
import { ComparePanel } from '../compare/ComparePanel';
import { Bands, Basics } from './Basics';
import classes from './Edit.module.css';
import { EditTools } from './EditTools';
import { type Fault, FaultProvider, FaultText } from './faults';
import { GroupEditor, WeightSum } from './GroupEditor';
import { Refusal } from './Refusal';
import type { Inputs } from './useInputs';
import { useSave } from './useSave';

type Card = Schema<'Card'>;
type CardGroup = Schema<'CardGroup'>;

interface CardEditorProps {
  draft: Schema<'CardDraft'>;
  inputs: Inputs;
  onReload: () => Promise<void>;
}

/** The whole card as it is being changed; nothing leaves this page before it is saved. */
export function CardEditor({ draft, inputs, onReload }: CardEditorProps) {
  const history = useHistory<Card>(draft.card);
  const card = history.now;
  const save = useSave(draft);
  const isDirty = card !== save.saved;
  const [compared, setCompared] = useState<number | null>(null);
  // What is refused is shown at its place until something is changed.
  const fault = card === save.refused ? faultOf(save.error) : null;
  const isConflict = save.error instanceof Problem && save.error.status === 409;
  useUndoKeys(history.undo, history.redo);
  useWarning(isDirty);

  const compare = async () => {
    if (isDirty && !(await save.save(card))) return;
    setCompared(save.revision.current);
  };
  const putGroup = (at: number, group: CardGroup, tag?: string) =>
    history.change({ ...card, groups: card.groups.map((old, k) => (k === at ? group : old)) }, tag);

  return (
    <FaultProvider fault={fault}>
      <EditTools
        {...{ card, history, isDirty }}
        isSaving={save.isPending}
        revision={save.revision.current}
        onSave={() => save.save(card)}
        onCompare={() => void compare()}
      />
      {save.error && (isConflict || card === save.refused) && (
        <Refusal card={card} error={save.error} fault={fault} onReload={isConflict ? onReload : undefined} />
      )}
      <Section title="The card">
        <Basics card={card} onChange={history.change} />
      </Section>
      <Section
        title="Bands"
        hint={`A score from ${card.low} to ${card.high}; an edge belongs to the band that begins there.`}
      >
        <Bands card={card} onChange={history.change} />
      </Section>
      <div className={classes.column}>
        <Section
          title="Groups and measures"
          hint="What is missing gives its weight to its siblings. The weights of a level add up to 100 %."
          actions={
            <WeightSum
              what="of the groups"
              weights={card.groups.map(({ weight_pct }) => weight_pct)}
              onDistribute={(weights) =>
                history.change({
                  ...card,
                  groups: card.groups.map((group, at) => ({ ...group, weight_pct: weights[at] ?? 0 })),
                })
              }
            />
          }
        >
          <FaultText path="groups" isExact />
          {card.groups.map((group, at) => (
            <GroupEditor
              key={group.id}
              {...{ card, group, inputs }}
              index={at}
              onChange={(next, tag) => putGroup(at, next, tag)}
              onMove={(by) => history.change({ ...card, groups: moved(card.groups, at, by) })}
              onRemove={() => history.change({ ...card, groups: card.groups.filter((_, k) => k !== at) })}
            />
          ))}
          <Button
            className={classes.add ?? ''}
            size="xs"
            variant="default"
            disabled={card.groups.length >= 16}
            onClick={() => history.change({ ...card, groups: [...card.groups, newGroup(card)] })}
          >
            Add a group
          </Button>
        </Section>
      </div>
      {compared !== null && (
        <ComparePanel key={compared} cardKey={card.key} revision={compared} isStale={isDirty} />
      )}
    </FaultProvider>
  );
}

function faultOf(error: Error | null): Fault | null {
  const field = error instanceof Problem && error.status !== 409 ? error.field : undefined;
  return error && field ? { path: field.replace(/^card\./, ''), message: sentence(error.message) } : null;
}

function newGroup(card: Card): CardGroup {
  const used = new Set(card.groups.map(({ id }) => id));
  let at = card.groups.length + 1;
  while (used.has(`group_${at}`)) at++;
  return { id: `group_${at}`, label: `Group ${at}`, weight_pct: 0, measures: [] };
}
