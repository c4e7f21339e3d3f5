import { formatUnit } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import {
  cardEdges,
  cardWeights,
  edgeRange,
  edgesOf,
  mostWeight,
  pointRange,
  pointsOf,
  rebalance,
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

/** All that can be tried of a card: weights, edges, and behind each group its measures and scales. */
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
          own && <ScaleSliders key={measure.id} card={card} measure={measure} tried={own} change={change} />
        );
      })}
    </details>
  );
}

interface ScaleSlidersProps {
  card: Card;
  measure: Measure;
  tried: Measure;
  change: Trying['change'];
}

function ScaleSliders({ card, measure, tried, change }: ScaleSlidersProps) {
  const { currency } = useOrganisation();
  const place = pointsOf(card, measure.id);
  const scores = tried.scale.map(({ score }) => score);
  const step = (card.high - card.low) / 100;
  return (
    <fieldset className={classes.sliders}>
      <legend>Scale of {measure.label.toLowerCase()}</legend>
      {measure.scale.map((point, at) => {
        const range = pointRange(scores, at, card);
        return (
          <TrialSlider
            key={point.value}
            label={`Score at ${formatUnit(point.value, measure.unit ?? '', currency)}`}
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
