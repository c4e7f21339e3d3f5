import { Panel } from '@/components/Panel';
import { npsGroup } from '@/facts/survey/response/answers';
import type { Schema } from '@/lib/api';
import { formatDecimal, formatMany } from '@/lib/format';
import { Distribution } from './Distribution';
import { NpsBar } from './NpsBar';

type Result = Schema<'ResultsQuestion'>;

interface QuestionResultProps {
  question: Result;
  kind: Schema<'Results'>['kind'];
}

const tones = { promoter: 'good', passive: 'medium', detractor: 'bad' } as const;

/** One question: how often each answer was given. Texts stand on their own. */
export function QuestionResult({ question, kind }: QuestionResultProps) {
  if (question.choices.length === 0) return null;
  const isNps = kind === 'nps' && question.type === 'scale_0_10';
  const groups = { promoter: 0, passive: 0, detractor: 0 };
  for (const { id, n } of question.choices) groups[npsGroup(Number(id))] += n;
  return (
    <Panel
      title={question.text}
      hint={[
        formatMany(question.answered, 'answer'),
        question.mean !== null && `mean ${formatDecimal(question.mean)}`,
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      {isNps && (
        <NpsBar promoters={groups.promoter} passives={groups.passive} detractors={groups.detractor} />
      )}
      <Distribution
        label={question.text}
        answered={question.answered}
        shares={question.choices.map(({ id, n, label }) => ({
          id,
          label: label || id,
          count: n,
          ...(isNps ? { tone: tones[npsGroup(Number(id))] } : {}),
        }))}
      />
    </Panel>
  );
}
