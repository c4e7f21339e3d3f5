import { Accordion, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { DayText } from '@/components/DayText';
import { MaturityBadge } from '@/components/MaturityBadge';
import { $api, type Schema } from '@/lib/api';
import { type Day, formatDay } from '@/lib/day';
import { formatDecimal } from '@/lib/format';
import { sayWord } from '@/lib/words';
import { scoreCard } from '@/scoring/card/cardScore';
import { useCard } from '@/scoring/standing/useStanding';
import classes from './History.module.css';
import { type Assessment, ratingOf, useAssessments } from './useAssessments';

interface AssessmentHistoryProps {
  account: string;
  day: Day | undefined;
  /** Ratings changed, so everything computed from them did. */
  onChange: () => void;
}

/** The assessments behind the index, the latest first, each with its ratings and evidence. */
export function AssessmentHistory({ account, day, onChange }: AssessmentHistoryProps) {
  const { items } = useAssessments(account, day);
  const card = useCard('maturity');
  if (!items || items.length === 0 || !card.data) return null;
  return (
    <Accordion
      classNames={{
        root: classes.history,
        item: classes.item,
        control: classes.control,
        label: classes.label,
      }}
      aria-label="Assessments"
    >
      {items.map((assessment) => {
        const { score, band } = scoreCard(card.data, ({ ref }) => ratingOf(assessment, ref) ?? null);
        return (
          <Accordion.Item key={assessment.key} value={assessment.key}>
            <Accordion.Control>
              <span>
                <DayText day={assessment.day} />{' '}
                <small>{[sayWord(assessment.basis), assessment.assessor].filter(Boolean).join(' by ')}</small>
              </span>
              <MaturityBadge score={score} band={band} />
            </Accordion.Control>
            <Accordion.Panel>
              <Ratings assessment={assessment} card={card.data} />
              <Remove assessment={assessment} onRemoved={onChange} />
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}

/** Evidence is kept free-form, a text for each rating. */
function evidenceOf(assessment: Assessment, rating: string): string | undefined {
  const text = assessment.evidence?.[rating];
  return typeof text === 'string' ? text : undefined;
}

function Ratings({ assessment, card }: { assessment: Assessment; card: Schema<'Card'> }) {
  const rated = card.groups
    .flatMap(({ measures }) => measures)
    .flatMap(({ ref, label }) => {
      const value = ratingOf(assessment, ref);
      return value === undefined ? [] : [{ ref, label, value, evidence: evidenceOf(assessment, ref) }];
    });
  return (
    <>
      <dl className={classes.ratings}>
        {rated.map(({ ref, label, value, evidence }) => (
          <div key={ref}>
            <dt>{label}</dt>
            <dd>
              <b>{formatDecimal(value)}</b>
              {evidence && <small>{evidence}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {assessment.note && <p className={classes.note}>{assessment.note}</p>}
    </>
  );
}

function Remove({ assessment, onRemoved }: { assessment: Assessment; onRemoved: () => void }) {
  const isAllowed = useCan('manager');
  const [isAsking, asking] = useDisclosure(false);
  const remove = $api.useMutation('delete', '/api/v1/assessments/{key}', {
    onSuccess() {
      asking.close();
      onRemoved();
    },
  });
  if (!isAllowed) return null;
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={asking.open}>
        Delete this assessment
      </Button>
      <Confirm
        title="Delete this assessment?"
        text={`The ratings of ${formatDay(assessment.day)} go, and with them every index that rests on them. The audit log keeps what they were.`}
        verb="Delete"
        isOpen={isAsking}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ params: { path: { key: assessment.key } } })}
        onClose={asking.close}
      />
    </>
  );
}
