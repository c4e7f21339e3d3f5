import { ActionIcon, Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Schema } from '@/lib/api';
import { MeasureScale } from '../MeasureScale';
import classes from './Edit.module.css';
import { FaultText, useFaultMark, useFaultMessage, useIsFaulty } from './faults';
import { ScaleEditor } from './ScaleEditor';
import { fieldOf, type Inputs, inputOf, isRating } from './useInputs';

type Card = Schema<'Card'>;
type Measure = Schema<'CardMeasure'>;

interface MeasureEditorProps {
  card: Card;
  measure: Measure;
  /** Its place in the card: "groups[0].measures[1]". */
  path: string;
  inputs: Inputs;
  isOpenAtFirst: boolean;
  onChange: (measure: Measure, tag?: string) => void;
  onRemove: () => void;
}

/** One measure: its weight in the row, everything else when it is opened. */
export function MeasureEditor(props: MeasureEditorProps) {
  const { card, measure, path, onChange, onRemove } = props;
  const [isOpen, setIsOpen] = useState(props.isOpenAtFirst);
  const isFaulty = useIsFaulty(path);
  const isWeight = useIsFaulty(`${path}.weight_pct`);
  // What was refused is not left out of sight.
  useEffect(() => {
    if (isFaulty && !isWeight) setIsOpen(true);
  }, [isFaulty, isWeight]);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.measure} aria-label={measure.label}>
      <div className={classes.row}>
        <button
          type="button"
          className={classes.opener}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon size={15} stroke={1.8} aria-hidden />
          {measure.label}
        </button>
        {!isOpen && (
          <div className={classes.small}>
            <MeasureScale card={card} measure={measure} />
          </div>
        )}
        <WeightInput
          label={`Weight of ${measure.label}`}
          value={measure.weight_pct}
          path={`${path}.weight_pct`}
          onChange={(weight_pct) => onChange({ ...measure, weight_pct }, `weight ${measure.id}`)}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${measure.label}`} onClick={onRemove}>
          <IconTrash size={15} stroke={1.6} />
        </ActionIcon>
      </div>
      <FaultText path={`${path}.weight_pct`} />
      <FaultText path={`${path}.id`} />
      {isOpen && <Details {...props} />}
    </li>
  );
}

export function WeightInput({
  label,
  value,
  path,
  onChange,
}: {
  label: string;
  value: number;
  path: string;
  onChange: (value: number) => void;
}) {
  return (
    <NumberInput
      className={classes.weight ?? ''}
      size="xs"
      aria-label={label}
      value={value}
      min={0}
      max={100}
      step={1}
      decimalScale={3}
      suffix=" %"
      {...useFaultMark(path)}
      onChange={(next) => typeof next === 'number' && onChange(next)}
    />
  );
}

function Details({ card, measure, path, inputs, onChange }: MeasureEditorProps) {
  const patch = (change: Partial<Measure>, tag: string) => onChange({ ...measure, ...change }, tag);
  return (
    <Stack gap="sm" className={classes.details ?? ''}>
      <Group grow align="flex-start">
        <TextInput
          label="Label"
          value={measure.label}
          error={useFaultMessage(`${path}.label`)}
          onChange={(event) => patch({ label: event.currentTarget.value }, `label ${measure.id}`)}
        />
        <Select
          label="Reads"
          description="A metric of the dictionary, a rating, or a number set by hand"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={inputs.groups}
          value={inputOf(measure)}
          error={useFaultMessage(`${path}.ref`)}
          searchable
          allowDeselect={false}
          onChange={(value) => {
            if (!value) return;
            const [source = 'metric', ref = ''] = value.split(':');
            const kind = source === 'value' ? 'value' : isRating(inputs, ref) ? 'rating' : 'metric';
            patch({ source: kind, ref, unit: null }, `reads ${measure.id}`);
          }}
        />
      </Group>
      <Textarea
        label="Help"
        autosize
        minRows={1}
        maxRows={5}
        value={measure.help ?? ''}
        onChange={(event) => patch({ help: event.currentTarget.value || null }, `help ${measure.id}`)}
      />
      <ScaleEditor
        label={measure.label}
        path={`${path}.scale`}
        low={card.low}
        high={card.high}
        points={measure.scale}
        field={fieldOf(measure)}
        onChange={(scale, tag) => onChange({ ...measure, scale }, tag)}
      />
      <Stages card={card} measure={measure} path={path} onChange={onChange} />
    </Stack>
  );
}

const FIRST_MONTH = 9;
const MONTHS_APART = 12;
const STAGES_MAX = 6;

/** Other scales that take over from a tenure on. */
function Stages({
  card,
  measure,
  path,
  onChange,
}: Pick<MeasureEditorProps, 'card' | 'measure' | 'path' | 'onChange'>) {
  const stages = measure.stages;
  const put = (index: number, stage: Schema<'CardStage'>, tag?: string) =>
    onChange({ ...measure, stages: stages.map((old, at) => (at === index ? stage : old)) }, tag);
  return (
    <>
      {stages.map((stage, index) => (
        <Stage
          // biome-ignore lint/suspicious/noArrayIndexKey: stages are known by their order
          key={index}
          {...{ card, measure, stage }}
          path={`${path}.stages[${index}]`}
          onChange={(next, tag) => put(index, next, `${tag} ${index}`)}
          onRemove={() => onChange({ ...measure, stages: stages.filter((_, at) => at !== index) })}
        />
      ))}
      <Button
        size="compact-xs"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        disabled={stages.length >= STAGES_MAX}
        onClick={() => {
          const from_months = (stages.at(-1)?.from_months ?? FIRST_MONTH - MONTHS_APART) + MONTHS_APART;
          onChange({ ...measure, stages: [...stages, { from_months, scale: measure.scale }] });
        }}
      >
        Another scale from a tenure on
      </Button>
    </>
  );
}

interface StageProps {
  card: Card;
  measure: Measure;
  stage: Schema<'CardStage'>;
  path: string;
  onChange: (stage: Schema<'CardStage'>, tag: string) => void;
  onRemove: () => void;
}

function Stage({ card, measure, stage, path, onChange, onRemove }: StageProps) {
  return (
    <fieldset className={classes.stage}>
      <legend>From {stage.from_months} months on</legend>
      <Group align="flex-end" gap="xs">
        <NumberInput
          size="xs"
          label="Takes over after months as an account"
          value={stage.from_months}
          min={1}
          max={600}
          error={useFaultMessage(`${path}.from_months`)}
          onChange={(months) =>
            typeof months === 'number' && onChange({ ...stage, from_months: months }, `months ${measure.id}`)
          }
        />
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onRemove}>
          Remove this scale
        </Button>
      </Group>
      <ScaleEditor
        label={`${measure.label} from month ${stage.from_months}`}
        path={`${path}.scale`}
        low={card.low}
        high={card.high}
        points={stage.scale}
        field={fieldOf(measure)}
        onChange={(scale, tag) => onChange({ ...stage, scale }, tag ?? `scale ${measure.id}`)}
      />
    </fieldset>
  );
}
