import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Schema } from '@/lib/api';
import classes from './Edit.module.css';
import { FaultText, useFaultMark } from './faults';
import { MeasureEditor, WeightInput } from './MeasureEditor';
import { tidy } from './points';
import { fieldOf, type Inputs, isFalling, isRating, labelOf } from './useInputs';
import { distributeRest, isWhole, sumOf } from './weights';

type Card = Schema<'Card'>;
type CardGroup = Schema<'CardGroup'>;
type Measure = Schema<'CardMeasure'>;

interface GroupEditorProps {
  card: Card;
  group: CardGroup;
  index: number;
  inputs: Inputs;
  onChange: (group: CardGroup, tag?: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

export function GroupEditor({ card, group, index, inputs, onChange, onMove, onRemove }: GroupEditorProps) {
  const [fresh, setFresh] = useState<string | null>(null);
  const path = `groups[${index}]`;
  const name = useFaultMark(`${path}.label`);
  const put = (at: number, measure: Measure, tag?: string) =>
    onChange({ ...group, measures: group.measures.map((old, k) => (k === at ? measure : old)) }, tag);
  const add = async (input: string) => {
    const measure = await newMeasure(card, inputs, input);
    setFresh(measure.id);
    onChange({ ...group, measures: [...group.measures, measure] });
  };
  return (
    <section className={classes.group} aria-label={`Group ${group.label}`}>
      <div className={classes.row}>
        <TextInput
          className={classes.label ?? ''}
          size="xs"
          aria-label={`Name of group ${index + 1}`}
          value={group.label}
          {...name}
          onChange={(event) => onChange({ ...group, label: event.currentTarget.value }, `name ${group.id}`)}
        />
        <WeightInput
          label={`Weight of group ${group.label}`}
          value={group.weight_pct}
          path={`${path}.weight_pct`}
          onChange={(weight_pct) => onChange({ ...group, weight_pct }, `weight ${group.id}`)}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move ${group.label} up`}
          disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={15} stroke={1.6} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move ${group.label} down`}
          disabled={index === card.groups.length - 1}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={15} stroke={1.6} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove group ${group.label}`}
          disabled={card.groups.length === 1}
          onClick={onRemove}
        >
          <IconTrash size={15} stroke={1.6} />
        </ActionIcon>
      </div>
      {['label', 'weight_pct', 'id'].map((member) => (
        <FaultText key={member} path={`${path}.${member}`} />
      ))}
      <ul className={classes.measures}>
        {group.measures.map((measure, at) => (
          <MeasureEditor
            key={measure.id}
            card={card}
            measure={measure}
            path={`${path}.measures[${at}]`}
            inputs={inputs}
            isOpenAtFirst={measure.id === fresh}
            onChange={(next, tag) => put(at, next, tag)}
            onRemove={() => onChange({ ...group, measures: group.measures.filter((_, k) => k !== at) })}
          />
        ))}
      </ul>
      <div className={classes.foot}>
        <Select
          size="xs"
          aria-label={`Add a measure to ${group.label}`}
          placeholder="Add a measure …"
          data={inputs.groups}
          value={null}
          searchable
          onChange={(input) => input && void add(input)}
        />
        <WeightSum
          what={`of ${group.label}`}
          weights={group.measures.map(({ weight_pct }) => weight_pct)}
          onDistribute={(weights) =>
            onChange({
              ...group,
              measures: group.measures.map((measure, at) => ({ ...measure, weight_pct: weights[at] ?? 0 })),
            })
          }
        />
      </div>
      <FaultText path={`${path}.measures`} isExact />
    </section>
  );
}

/** The sum of a level, and the helper that makes it 100. */
export function WeightSum({
  what,
  weights,
  onDistribute,
}: {
  what: string;
  weights: number[];
  onDistribute: (weights: number[]) => void;
}) {
  const sum = tidy(sumOf(weights));
  const isRight = isWhole(weights);
  const rest = tidy(100 - sum);
  return (
    <output className={classes.sum} data-right={isRight} aria-label={`Sum of the weights ${what}`}>
      <span>
        {isRight
          ? 'Weights add up to 100 %'
          : `Weights add up to ${sum} %: ${rest > 0 ? `${rest} % are missing` : `${-rest} % too much`}`}
      </span>
      {!isRight && weights.length > 0 && (
        <Button size="compact-xs" variant="default" onClick={() => onDistribute(distributeRest(weights))}>
          Distribute the rest {what}
        </Button>
      )}
    </output>
  );
}

const unusedId = (card: Card, wish: string) => {
  const used = new Set(card.groups.flatMap(({ measures }) => measures.map(({ id }) => id)));
  let id = wish;
  for (let at = 2; used.has(id); at++) id = `${wish}_${at}`;
  return id;
};

/** It begins without weight, on a straight scale over the values that the customers have. */
async function newMeasure(card: Card, inputs: Inputs, input: string): Promise<Measure> {
  const [word = 'metric', ref = ''] = input.split(':');
  const source = word === 'value' ? 'value' : isRating(inputs, ref) ? 'rating' : 'metric';
  const query = { field: fieldOf({ source, ref }), bins: 10 };
  const edges = await api
    .GET('/api/v1/histogram', { params: { query } })
    .then(({ data }) => data?.edges ?? [])
    .catch(() => []);
  const from = tidy(edges[0] ?? 0);
  const to = tidy(edges.at(-1) ?? 100);
  const [first, last] = isFalling(inputs, ref) ? [card.high, card.low] : [card.low, card.high];
  return {
    id: unusedId(card, ref),
    label: labelOf(inputs, input),
    source,
    ref,
    weight_pct: 0,
    unit: null,
    help: null,
    question: null,
    low_end: null,
    high_end: null,
    scale: [
      { value: from, score: first },
      { value: to > from ? to : from + 1, score: last },
    ],
    stages: [],
  };
}
