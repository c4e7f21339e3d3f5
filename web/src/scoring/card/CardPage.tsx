import { Anchor, Breadcrumbs, Stack } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatPercent } from '@/lib/format';
import { BandScale } from './BandScale';
import classes from './Card.module.css';
import { MeasureScale } from './MeasureScale';

type Card = Schema<'Card'>;
type Group = Schema<'CardGroup'>;
type Measure = Schema<'CardMeasure'>;

/** A scorecard as it counts now: bands, weights, and the scale of every measure. */
export function CardPage() {
  const { key = '' } = useParams();
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/cards/{key}', { params: { path: { key } } });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the scorecard" />;
  return (
    <Stack gap="xl">
      <Breadcrumbs>
        <Anchor component={Link} to="/settings/cards" size="sm">
          Scorecards
        </Anchor>
        <span className={classes.crumb}>
          {data.name}, version {data.version}
        </span>
      </Breadcrumbs>
      <Section
        title="Bands"
        hint={`A score from ${data.low} to ${data.high}. When less than ${formatPercent(data.min_coverage_pct)} of the weight has data the score is missing, not low.`}
      >
        <BandScale card={data} />
      </Section>
      {data.groups.map((group) => (
        <GroupSection key={group.id} card={data} group={group} />
      ))}
    </Stack>
  );
}

function GroupSection({ card, group }: { card: Card; group: Group }) {
  return (
    <Section title={`${group.label}, ${formatPercent(group.weight_pct)}`}>
      <div className={classes.bar} aria-hidden>
        <span style={{ width: `${group.weight_pct}%` }} />
      </div>
      <ul className={classes.measures}>
        {group.measures.map((measure) => (
          <li key={measure.id}>
            <MeasureText measure={measure} />
            <MeasureScale card={card} measure={measure} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function MeasureText({ measure }: { measure: Measure }) {
  const { label, weight_pct, source, ref, help, low_end, high_end } = measure;
  return (
    <div>
      <h3>
        {source === 'metric' ? <Link to={`/dictionary#${ref}`}>{label}</Link> : label}
        <small>{formatPercent(weight_pct)} of the group</small>
      </h3>
      {help && <p>{help}</p>}
      {low_end && (
        <p>
          <b>{measure.scale[0]?.value ?? 'Low end'}</b> {low_end}
        </p>
      )}
      {high_end && (
        <p>
          <b>{measure.scale.at(-1)?.value ?? 'High end'}</b> {high_end}
        </p>
      )}
    </div>
  );
}
