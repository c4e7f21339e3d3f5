import { NumberInput, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { $api, type Schema } from '@/lib/api';
import classes from './Edit.module.css';
import { FaultText, useFaultMark, useFaultMessage } from './faults';

type Card = Schema<'Card'>;

interface BasicsProps {
  card: Card;
  onChange: (card: Card, tag?: string) => void;
}

/** What the card is called, whom it serves, and when a score is missing. */
export function Basics({ card, onChange }: BasicsProps) {
  const segments = $api.useQuery('get', '/api/v1/segments').data?.items ?? [];
  const isDefault = card.key === card.kind;
  const maturity = useFaultMessage('min_maturity');
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} maw={820}>
      <TextInput
        label="Name"
        error={useFaultMessage('name')}
        value={card.name}
        onChange={(event) => onChange({ ...card, name: event.currentTarget.value }, 'name')}
      />
      <Select
        label="Serves"
        description={isDefault ? 'The default: whoever no other card serves' : 'Members of this segment'}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={useFaultMessage('segment')}
        data={segments.map(({ key, name }) => ({ value: key, label: name }))}
        value={card.segment}
        placeholder={isDefault ? 'Everybody else' : 'Choose a segment'}
        disabled={isDefault}
        searchable
        onChange={(segment) => onChange({ ...card, segment }, 'segment')}
      />
      <NumberInput
        label="Minimum coverage"
        description="With less of the weight known, the score is missing"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={useFaultMessage('min_coverage_pct')}
        value={card.min_coverage_pct}
        min={0}
        max={100}
        suffix=" %"
        onChange={(value) =>
          typeof value === 'number' && onChange({ ...card, min_coverage_pct: value }, 'coverage')
        }
      />
      {card.kind === 'qualification' && (
        <NumberInput
          label="Unqualified below maturity"
          description="Whatever else speaks for the prospect"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          error={maturity}
          value={card.min_maturity ?? ''}
          min={1}
          max={5}
          step={0.1}
          onChange={(value) =>
            onChange({ ...card, min_maturity: typeof value === 'number' ? value : null }, 'maturity')
          }
        />
      )}
      <Textarea
        className={classes.wide ?? ''}
        label="Help"
        autosize
        minRows={1}
        maxRows={6}
        value={card.help ?? ''}
        onChange={(event) => onChange({ ...card, help: event.currentTarget.value || null }, 'help')}
      />
    </SimpleGrid>
  );
}

/** The two edges between the bands; each belongs to the upper one. */
export function Bands({ card, onChange }: BasicsProps) {
  const edge = (at: number, value: number) =>
    onChange(
      {
        ...card,
        bands: card.bands.map((band, k) =>
          k === at ? { ...band, from: value } : k === at - 1 ? { ...band, to: value } : band,
        ),
      },
      `edge ${at}`,
    );
  return (
    <ol className={classes.bands}>
      {card.bands.map((band, at) => (
        <BandEditor
          key={band.id}
          {...{ card, band, at }}
          onLabel={(label) =>
            onChange(
              { ...card, bands: card.bands.map((old, k) => (k === at ? { ...old, label } : old)) },
              `band ${at}`,
            )
          }
          onEdge={(value) => edge(at, value)}
        />
      ))}
    </ol>
  );
}

interface BandEditorProps {
  card: Card;
  band: Schema<'CardBand'>;
  at: number;
  onLabel: (label: string) => void;
  onEdge: (value: number) => void;
}

function BandEditor({ card, band, at, onLabel, onEdge }: BandEditorProps) {
  const path = `bands[${at}]`;
  const label = useFaultMark(`${path}.label`);
  const mark = useFaultMark(path);
  return (
    <li data-band={band.id}>
      <TextInput
        size="xs"
        aria-label={`Name of the ${band.id} band`}
        value={band.label}
        {...label}
        onChange={(event) => onLabel(event.currentTarget.value)}
      />
      {at === 0 ? (
        <span>from {card.low}</span>
      ) : (
        <NumberInput
          size="xs"
          prefix="from "
          aria-label={`The ${band.id} band begins at`}
          value={band.from}
          min={card.low}
          max={card.high}
          decimalScale={3}
          {...(label.error ? {} : mark)}
          onChange={(value) => typeof value === 'number' && onEdge(value)}
        />
      )}
      <FaultText path={path} />
    </li>
  );
}
