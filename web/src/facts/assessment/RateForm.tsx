import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '@/access/session';
import layout from '@/components/Form.module.css';
import { Notice } from '@/components/Notice';
import { $api, Problem, type Schema } from '@/lib/api';
import { formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { outranked, previewOf } from './preview';
import classes from './Rate.module.css';
import { RatePreview } from './RatePreview';
import { RatingField } from './RatingField';
import { type Assessment, type Basis, bases, lastRating } from './useAssessments';

interface RateFormProps {
  account: string;
  health: number | null;
  groups: Schema<'RatingGroup'>[];
  card: Schema<'Card'>;
  assessments: Assessment[];
  onSaved: () => void;
}

/** Twelve questions; any of them may be left out, and keeps what was rated before. */
export function RateForm({ account, health, groups, card, assessments, onSaved }: RateFormProps) {
  const { me } = useSession();
  const { today } = useOrganisation();
  const [ratings, setRatings] = useState<Record<string, number>>({});
  const [evidence, setEvidence] = useState<Record<string, string>>({});
  const [basis, setBasis] = useState<Basis>('observed');
  const [day, setDay] = useState(today);
  const save = $api.useMutation('post', '/api/v1/assessments', { onSuccess: onSaved });
  const count = Object.keys(ratings).length;
  const draft = { ratings, day, basis };
  const lost = outranked(assessments, draft);

  function rate(id: string, value: number | undefined) {
    const { [id]: _, ...others } = ratings;
    setRatings(value === undefined ? others : { ...others, [id]: value });
  }

  function submit(form: FormData) {
    const given = Object.entries(evidence).filter(([id, text]) => text.trim() !== '' && id in ratings);
    save.mutate({
      body: {
        account,
        day,
        basis,
        assessor: String(form.get('assessor')).trim() || null,
        ...ratings,
        ...(given.length > 0 ? { evidence: Object.fromEntries(given) } : {}),
        note: String(form.get('note')).trim() || null,
      },
    });
  }

  return (
    <form
      className={layout.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <RatePreview
        health={health}
        card={card}
        preview={previewOf(card, assessments, draft)}
        before={previewOf(card, assessments, { ratings: {}, day: today, basis })}
      />
      {groups.map((group) => (
        <section key={group.id} className={classes.group} aria-labelledby={`group-${group.id}`}>
          <h3 id={`group-${group.id}`}>
            {group.label}{' '}
            <span className={classes.weight}>{formatPercent(group.weight_pct)} of the index</span>
          </h3>
          {group.ratings.map((rating) => (
            <RatingField
              key={rating.id}
              rating={rating}
              value={ratings[rating.id]}
              onChange={(value) => rate(rating.id, value)}
              evidence={evidence[rating.id] ?? ''}
              onEvidence={(text) => setEvidence({ ...evidence, [rating.id]: text })}
              last={lastRating(assessments, rating.id)}
            />
          ))}
        </section>
      ))}
      <div className={classes.about}>
        <div>
          <span className={classes.label} id="rate-basis">
            What the ratings rest on
          </span>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="rate-basis"
            data={bases.map(({ value, label }) => ({ value, label }))}
            value={basis}
            onChange={(value) => setBasis(value as Basis)}
          />
          <span className={classes.hint}>{bases.find(({ value }) => value === basis)?.hint}</span>
        </div>
        <TextInput
          type="date"
          label="Day they hold for"
          value={day}
          max={today}
          onChange={(event) => setDay(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <TextInput name="assessor" label="Rated by" defaultValue={me?.name} maxLength={200} />
        <Textarea
          className={layout.wide}
          name="note"
          label="Note"
          placeholder="Anything else worth knowing"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
        />
      </div>
      <footer className={layout.footer}>
        {save.error && <Refusal error={save.error} />}
        {lost > 0 && (
          <Notice tone="warning">
            {lost} of these {lost === 1 ? 'does' : 'do'} not count now: a later rating holds, or one by
            interview or observation, which outranks a survey for 180 days.
          </Notice>
        )}
        <div>
          <span className={classes.count}>
            {count} of 12 rated{count < 12 && assessments.length > 0 && '; the others keep their last rating'}
          </span>
          <Button type="submit" loading={save.isPending} disabled={count === 0}>
            Save ratings
          </Button>
        </div>
      </footer>
    </form>
  );
}

const Refusal = ({ error }: { error: Error }) => (
  <Notice tone="bad">
    {error instanceof Problem && error.field ? `${error.field}: ` : ''}
    {error.message}
  </Notice>
);
