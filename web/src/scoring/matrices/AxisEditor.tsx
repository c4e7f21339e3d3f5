import { Group, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useId } from 'react';
import { $api } from '@/lib/api';
import { sentence } from '@/lib/words';
import classes from './Matrices.module.css';
import { type AxisDef, bandsOf } from './matrixDraft';

interface AxisEditorProps {
  which: 'y' | 'x';
  axis: AxisDef;
  isDisabled: boolean;
  /** The field that was refused, below the axis: "card", "edges[1]", "labels". */
  refused: string | undefined;
  message: string | undefined;
  onChange: (axis: AxisDef) => void;
}

const kinds = [
  { value: 'health', label: 'Health, by each account’s card' },
  { value: 'maturity', label: 'Maturity, by each account’s card' },
];

/** Which card an axis is, into how many bands it is cut, where, and what they are called. */
export function AxisEditor({ which, axis, isDisabled, refused, message, onChange }: AxisEditorProps) {
  const { data } = $api.useQuery('get', '/api/v1/cards');
  const published = (data?.items ?? []).filter(
    ({ key, state }) => state === 'published' && !kinds.some(({ value }) => value === key),
  );
  const cards = [...kinds, ...published.map(({ key, name }) => ({ value: key, label: `${name}, for all` }))];
  const name = which === 'y' ? 'Upwards' : 'To the right';
  const names = bandsOf(axis);
  const wrong = useId();
  const mark = (field: string) => (refused === field ? { error: true, 'aria-errormessage': wrong } : {});
  const setEdge = (index: number, value: number | null) => {
    const edges = Array.from({ length: axis.bands - 1 }, (_, k) => (k === index ? value : axis.edges[k]));
    onChange({
      ...axis,
      edges: edges.every((edge) => edge == null) ? [] : edges.map((edge) => edge ?? null),
    });
  };
  return (
    <fieldset className={classes.axis}>
      <legend>{name}</legend>
      <Group gap="sm" align="end" wrap="wrap">
        <Select
          label="Scorecard"
          aria-label={`${name}: scorecard`}
          size="xs"
          w={260}
          allowDeselect={false}
          data={cards}
          disabled={isDisabled}
          value={axis.card}
          {...mark('card')}
          onChange={(card) => card && onChange({ ...axis, card, edges: [], labels: [] })}
        />
        <SegmentedControl
          size="xs"
          aria-label={`${name}: bands`}
          disabled={isDisabled}
          data={[
            { value: '2', label: 'Two bands' },
            { value: '3', label: 'Three bands' },
          ]}
          value={String(axis.bands)}
          onChange={(bands) => onChange({ ...axis, bands: Number(bands), edges: [], labels: [] })}
        />
        {names.slice(1).map((band, index) => (
          <NumberInput
            key={band}
            size="xs"
            w={120}
            label={axis.bands === 2 ? 'Edge' : `Edge ${index + 1}`}
            aria-label={`${name}: edge ${index + 1}`}
            placeholder={axis.bands === 2 ? 'the middle' : 'the card’s'}
            hideControls
            disabled={isDisabled}
            value={axis.edges[index] ?? ''}
            {...mark(`edges[${index}]`)}
            onChange={(value) => setEdge(index, typeof value === 'number' ? value : null)}
          />
        ))}
        {names.map((band, index) => (
          <TextInput
            key={band}
            size="xs"
            w={120}
            label={`Name of ${band}`}
            aria-label={`${name}: name of the ${band} band`}
            placeholder="as the card says"
            maxLength={60}
            disabled={isDisabled}
            value={axis.labels[index] ?? ''}
            {...mark(`labels[${index}]`)}
            onChange={({ currentTarget: { value } }) =>
              onChange({
                ...axis,
                labels: names.map((_, k) => (k === index ? value : (axis.labels[k] ?? ''))),
              })
            }
          />
        ))}
      </Group>
      {refused && message && (
        <p className={classes.wrong} id={wrong} role="alert">
          {sentence(message)}
        </p>
      )}
    </fieldset>
  );
}
