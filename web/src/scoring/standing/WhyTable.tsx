import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { MetricValue, Missing } from '@/components/numbers';
import { Track } from '@/components/Track';
import type { Schema } from '@/lib/api';
import { formatPercent } from '@/lib/format';
import { bandAt } from '@/scoring/card/cardScore';
import { remedy, type WhyGroup, type WhyMeasure, whyOf } from './breakdown';
import { type Score, useDictionary } from './useStanding';
import classes from './Why.module.css';

interface WhyTableProps {
  label: string;
  score: Score;
  card: Schema<'Card'>;
  /** Shows the facts behind a metric. */
  onFacts: (metric: string) => void;
}

/** Why a score is what it is: groups and measures as bars of points that add up to it exactly. */
export function WhyTable({ label, score, card, onFacts }: WhyTableProps) {
  const { decimals } = score;
  const groups = whyOf(score, card.high, decimals);
  const longest = Math.max(...groups.map(({ most }) => most), 1e-9);
  const [folded, setFolded] = useState<string[]>([]);
  const toggle = (id: string) =>
    setFolded(folded.includes(id) ? folded.filter((old) => old !== id) : [...folded, id]);

  return (
    <table className={classes.why}>
      <caption className="visually-hidden">{label}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">Value</th>
          <th scope="col">Share of its possible points</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      {groups.map((group) => {
        const isAlone = isOneAlone(group);
        const isOpen = isAlone || !folded.includes(group.id);
        return (
          <tbody key={group.id}>
            {!isAlone && (
              <GroupRow
                group={group}
                longest={longest}
                decimals={decimals}
                isOpen={isOpen}
                onToggle={toggle}
              />
            )}
            {isOpen &&
              group.measures.map((measure) => (
                <MeasureRow
                  key={measure.id}
                  measure={measure}
                  share={isAlone ? group.weight_pct : undefined}
                  longest={longest}
                  decimals={decimals}
                  bands={card.bands}
                  onFacts={onFacts}
                />
              ))}
          </tbody>
        );
      })}
      <tfoot>
        <tr className={classes.total}>
          <th scope="row" colSpan={3}>
            {card.name}
          </th>
          <td className={classes.points}>
            {score.score === null ? (
              <Missing />
            ) : (
              groups.reduce((sum, { shown }) => sum + shown, 0).toFixed(decimals)
            )}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** A group of one measure of the same name says nothing that the measure does not. */
const isOneAlone = ({ label, measures }: WhyGroup) => measures.length === 1 && measures[0]?.label === label;

interface GroupRowProps {
  group: WhyGroup;
  longest: number;
  decimals: number;
  isOpen: boolean;
  onToggle: (id: string) => void;
}

function GroupRow({ group, longest, decimals, isOpen, onToggle }: GroupRowProps) {
  const isKnown = group.score !== null;
  return (
    <tr className={classes.group}>
      <th scope="rowgroup" colSpan={2}>
        <button type="button" aria-expanded={isOpen} onClick={() => onToggle(group.id)}>
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
          {group.label}
          <span className={classes.weight}>{formatPercent(group.weight_pct)} of the card</span>
        </button>
      </th>
      <td className={classes.bar}>
        <Bar points={group.points} most={group.most} longest={longest} />
      </td>
      <td className={classes.points}>
        {isKnown ? <Points shown={group.shown} most={group.most} decimals={decimals} /> : <Missing />}
      </td>
    </tr>
  );
}

interface MeasureRowProps {
  measure: WhyMeasure;
  /** Of the card, if it stands for its whole group. */
  share: number | undefined;
  longest: number;
  decimals: number;
  bands: Schema<'Card'>['bands'];
  onFacts: (metric: string) => void;
}

function MeasureRow({ measure, share, longest, decimals, bands, onFacts }: MeasureRowProps) {
  const dictionary = useDictionary();
  const { id, label, metric, unit, value, score, isKnown } = measure;
  return (
    <tr className={classes.measure} data-missing={!isKnown} data-alone={share !== undefined} id={`why-${id}`}>
      <th scope="row">
        {metric ? <Link to={`/dictionary#${metric}`}>{label}</Link> : <span>{label}</span>}
        {share !== undefined && <span className={classes.weight}> {formatPercent(share)} of the card</span>}
        {!isKnown && <span className={classes.remedy}>{remedy(measure, dictionary)}</span>}
      </th>
      <td className={classes.value}>
        <Facts metric={metric} label={label} onFacts={onFacts}>
          {isKnown ? <MetricValue value={value} unit={unit} /> : 'not known'}
        </Facts>
      </td>
      <td className={classes.bar}>
        {isKnown && (
          <Bar
            points={measure.points}
            most={measure.most}
            longest={longest}
            tone={score === null ? undefined : bandAt(bands, score)?.id}
          />
        )}
      </td>
      <td className={classes.points}>
        {isKnown ? <Points shown={measure.shown} most={measure.most} decimals={decimals} /> : <Missing />}
      </td>
    </tr>
  );
}

interface FactsProps {
  /** A value set by hand has none. */
  metric: string | null;
  label: string;
  onFacts: (metric: string) => void;
  children: ReactNode;
}

/** A number that leads to the facts it rests on. */
function Facts({ metric, label, onFacts, children }: FactsProps) {
  if (!metric) return children;
  return (
    <button type="button" className={classes.facts} onClick={() => onFacts(metric)}>
      {children}
      <span className="visually-hidden">, the facts behind {label}</span>
    </button>
  );
}

const Points = ({ shown, most, decimals }: { shown: number; most: number; decimals: number }) => (
  <>
    {shown.toFixed(decimals)}
    <span className={classes.most}> of {most.toFixed(decimals)}</span>
  </>
);

/** The track is what could be reached, the filling what was; all bars of a card share one scale. */
function Bar({
  points,
  most,
  longest,
  tone,
}: {
  points: number;
  most: number;
  longest: number;
  tone?: string | undefined;
}) {
  return <Track share={most > 0 ? points / most : 0} length={most / longest} tone={tone} />;
}
