import { formatMany, formatUnit } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import {
  cardEdges,
  cardWeights,
  coverageOf,
  edgeRange,
  edgesOf,
  mostWeight,
  pointRange,
  pointsOf,
  rebalance,
  type ScalePoint,
  weightsOf,
} from './change';
import { formatWeight } from './format';
import { TrialSlider } from './TrialSlider';
import type { Trying } from './useTrial';
import type { Card } from './useWhatif';
import classes from './Whatif.module.css';

type Group = Card['groups'][number];
type Measure = Group['measures'][number];

interface SlidersProps {
  /** In force. */
  card: Card;
  /** With what is tried. */
  tried: Card;
  change: Trying['change'];
}

/** All that can be tried of a card: weights, edges, coverage, and behind each group its measures and scales. */
export function Sliders({ card, tried, change }: SlidersProps) {
  return (
    <>
      <fieldset className={classes.sliders}>
        <legend>Weights, which add up to 100%</legend>
        <Weights
          names={card.groups.map(({ label }) => label)}
          inForce={cardWeights(card)}
          weights={cardWeights(tried)}
          onChange={(weights, at) => change(weightsOf(card), weights, `${weightsOf(card)}.${at}`)}
        />
      </fieldset>
      <Edges card={card} tried={tried} change={change} />
      <fieldset className={classes.sliders}>
        <legend>Known at least, to have a score</legend>
        <TrialSlider
          label="Share of the card’s weight"
          value={tried.min_coverage_pct}
          inForce={card.min_coverage_pct}
          min={0}
          max={100}
          step={1}
          format={formatWeight}
          onChange={(value) => change(coverageOf(card), [value], coverageOf(card))}
        />
      </fieldset>
      {card.groups.map((group, g) => {
        const own = tried.groups[g];
        return own && <GroupSliders key={group.id} card={card} group={group} tried={own} change={change} />;
      })}
    </>
  );
}

interface WeightsProps {
  names: string[];
  inForce: number[];
  weights: number[];
  onChange: (weights: number[], at: number) => void;
}

function Weights({ names, inForce, weights, onChange }: WeightsProps) {
  return names.map((name, at) => (
    <TrialSlider
      key={name}
      label={name}
      value={weights[at] ?? 0}
      inForce={inForce[at] ?? 0}
      min={0.5}
      max={mostWeight(names.length)}
      step={0.5}
      format={formatWeight}
      onChange={(value) => onChange(rebalance(weights, at, value), at)}
    />
  ));
}

/** As near as it may go. */
const within = (value: number, { from, to }: { from: number; to: number }) =>
  Number(Math.min(Math.max(value, from), to).toFixed(3));

function Edges({ card, tried, change }: SlidersProps) {
  const edges = cardEdges(tried);
  const inForce = cardEdges(card);
  return (
    <fieldset className={classes.sliders}>
      <legend>Where bands begin</legend>
      {card.bands.slice(1).map((band, at) => {
        const range = edgeRange(edges, at, card);
        const decimals = card.high - card.low > 20 ? 1 : 2;
        return (
          <TrialSlider
            key={band.id}
            label={band.label}
            value={edges[at] ?? band.from}
            inForce={inForce[at] ?? band.from}
            min={card.low}
            max={card.high}
            step={range.step}
            format={(value) => String(Number(value.toFixed(decimals)))}
            onChange={(value) =>
              change(
                edgesOf(card),
                edges.map((edge, i) => (i === at ? within(value, range) : edge)),
                `${edgesOf(card)}.${at}`,
              )
            }
          />
        );
      })}
    </fieldset>
  );
}

interface GroupSlidersProps {
  card: Card;
  group: Group;
  tried: Group;
  change: Trying['change'];
}

function GroupSliders({ card, group, tried, change }: GroupSlidersProps) {
  const place = weightsOf(card, group.id);
  return (
    <details className={classes.more}>
      <summary>{group.label}: measures and scales</summary>
      {group.measures.length > 1 && (
        <fieldset className={classes.sliders}>
          <legend>Weights in {group.label.toLowerCase()}</legend>
          <Weights
            names={group.measures.map(({ label }) => label)}
            inForce={group.measures.map(({ weight_pct }) => weight_pct)}
            weights={tried.measures.map(({ weight_pct }) => weight_pct)}
            onChange={(weights, at) => change(place, weights, `${place}.${at}`)}
          />
        </fieldset>
      )}
      {group.measures.map((measure, m) => {
        const own = tried.measures[m];
        return (
          own && <MeasureScales key={measure.id} card={card} measure={measure} tried={own} change={change} />
        );
      })}
    </details>
  );
}

interface MeasureScalesProps {
  card: Card;
  measure: Measure;
  tried: Measure;
  change: Trying['change'];
}

/** The scale of a measure, and those that take over from a tenure on. */
function MeasureScales({ card, measure, tried, change }: MeasureScalesProps) {
  const name = `Scale of ${measure.label.toLowerCase()}`;
  const unit = measure.unit ?? '';
  return (
    <>
      <ScaleSliders
        {...{ card, unit, change }}
        name={name}
        place={pointsOf(card, measure.id)}
        scale={measure.scale}
        tried={tried.scale}
      />
      {measure.stages.map(({ from_months, scale }, s) => (
        <ScaleSliders
          key={from_months}
          {...{ card, unit, change }}
          name={`${name}, from ${formatMany(from_months, 'month')} on`}
          place={pointsOf(card, measure.id, from_months)}
          scale={scale}
          tried={tried.stages[s]?.scale ?? scale}
        />
      ))}
    </>
  );
}

interface ScaleSlidersProps {
  card: Card;
  /** Of the values. */
  unit: string;
  name: string;
  /** Where its scores stand in a trial. */
  place: string;
  /** In force. */
  scale: ScalePoint[];
  tried: ScalePoint[];
  change: Trying['change'];
}

function ScaleSliders({ card, unit, name, place, scale, tried, change }: ScaleSlidersProps) {
  const { currency } = useOrganisation();
  const scores = tried.map(({ score }) => score);
  const step = (card.high - card.low) / 100;
  return (
    <fieldset className={classes.sliders}>
      <legend>{name}</legend>
      {scale.map((point, at) => {
        const range = pointRange(scores, at, card);
        return (
          <TrialSlider
            key={point.value}
            label={`Score at ${formatUnit(point.value, unit, currency)}`}
            value={scores[at] ?? point.score}
            inForce={point.score}
            min={card.low}
            max={card.high}
            step={step}
            format={(value) => String(Number(value.toFixed(2)))}
            onChange={(value) =>
              change(
                place,
                scores.map((score, i) => (i === at ? within(value, range) : score)),
                `${place}.${at}`,
              )
            }
          />
        );
      })}
    </fieldset>
  );
}
