import { Anchor, Breadcrumbs, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, api, type Schema } from '@/lib/api';
import { formatPercent } from '@/lib/format';
import { downloadJson } from '@/lib/jsonFile';
import { refresh } from '@/lib/queries';
import { BandScale } from './BandScale';
import classes from './Card.module.css';
import { labPath } from './labPath';
import { MeasureScale } from './MeasureScale';
import { VersionHistory } from './VersionHistory';

type Card = Schema<'Card'>;
type CardGroup = Schema<'CardGroup'>;
type Measure = Schema<'CardMeasure'>;

/** A scorecard in force, or another version of it: bands, weights, and the scale of every measure. */
export function CardPage() {
  const { key = '' } = useParams();
  const [search] = useSearchParams();
  const asked = Number(search.get('version')) || undefined;
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/cards/{key}', {
    params: { path: { key }, query: { version: asked } },
  });
  return (
    <Stack gap="xl">
      <Breadcrumbs>
        <Anchor component={Link} to="/settings/cards" size="sm">
          Scorecards
        </Anchor>
        <span className={classes.crumb}>{data ? `${data.name}, version ${data.version}` : key}</span>
      </Breadcrumbs>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the scorecard" />}
      {data && <CardView card={data} isOld={asked !== undefined} />}
      <VersionHistory cardKey={key} />
    </Stack>
  );
}

function CardView({ card, isOld }: { card: Card; isOld: boolean }) {
  return (
    <>
      {isOld && (
        <Notice>
          This is version {card.version}. <Link to=".">What is in force</Link>
        </Notice>
      )}
      <Section
        title="Bands"
        hint={`A score from ${card.low} to ${card.high}. When less than ${formatPercent(card.min_coverage_pct)} of the weight has data the score is missing, not low.`}
        actions={<CardActions card={card} isOld={isOld} />}
      >
        <BandScale card={card} />
      </Section>
      {card.groups.map((group) => (
        <GroupSection key={group.id} card={card} group={group} />
      ))}
    </>
  );
}

function CardActions({ card, isOld }: { card: Card; isOld: boolean }) {
  const mayEdit = useCan('manager');
  const isAdmin = useCan('admin');
  const [asks, setAsks] = useState(false);
  const navigate = useNavigate();
  const retire = useMutation<unknown, Error>({
    mutationFn: () =>
      api.POST('/api/v1/cards/{key}/retire', { params: { path: { key: card.key } }, body: {} as never }),
    onSuccess() {
      void refresh('/api/v1/cards', '/api/v1/portfolio', '/api/v1/matrix', '/api/v1/accounts');
      void navigate('/settings/cards');
    },
  });
  const stays = card.key === 'health' || card.key === 'maturity';
  return (
    <Group gap="xs">
      {card.kind !== 'qualification' && (
        <Button size="xs" variant="default" component={Link} to={labPath(`${card.key}@${card.version}`)}>
          Is it useful?
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => downloadJson(card.key, card)}>
        Export JSON
      </Button>
      {isAdmin && !isOld && !stays && (
        <Button size="xs" variant="default" onClick={() => setAsks(true)}>
          Retire
        </Button>
      )}
      {mayEdit && !isOld && (
        <Button size="xs" component={Link} to={`/settings/cards/${encodeURIComponent(card.key)}/edit`}>
          Edit a draft
        </Button>
      )}
      <Confirm
        title={`Retire ${card.name}`}
        text="Whom it served is scored by the next card, or by the default. Its versions stay readable."
        verb="Retire"
        isOpen={asks}
        isPending={retire.isPending}
        error={retire.error}
        onConfirm={() => retire.mutate()}
        onClose={() => setAsks(false)}
      />
    </Group>
  );
}

function GroupSection({ card, group }: { card: Card; group: CardGroup }) {
  return (
    <Section title={`${group.label}, ${formatPercent(group.weight_pct)}`}>
      <div className={classes.bar} aria-hidden>
        <span style={{ width: `${group.weight_pct}%` }} />
      </div>
      <ul className={classes.measures}>
        {group.measures.map((measure) => (
          <li key={measure.id}>
            <MeasureText measure={measure} />
            <div>
              <MeasureScale card={card} measure={measure} />
              {measure.stages.map((stage) => (
                <div key={stage.from_months}>
                  <small>From month {stage.from_months} on</small>
                  <MeasureScale card={card} measure={{ ...measure, scale: stage.scale }} />
                </div>
              ))}
            </div>
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
