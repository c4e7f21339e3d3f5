import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';

export type SurveyView = Schema<'SurveyView'>;
export type Survey = Schema<'Survey'>;

export const surveyPath = (key: string) => `/surveys/${encodeURIComponent(key)}`;

export const useSurvey = (key: string) =>
  $api.useQuery('get', '/api/v1/surveys/{key}', { params: { path: { key } } });

/** Something about surveys changed: who was asked, in which state it is. */
export const refreshSurveys = () => refresh('/api/v1/surveys', '/api/v1/survey-preview');

/** "every 90 days", "every 12 months", "once". */
export function rhythmOf({
  repeat_every,
  repeat_unit,
}: Pick<Survey, 'repeat_every' | 'repeat_unit'>): string {
  if (!repeat_every) return 'once';
  const unit = repeat_unit ?? 'days';
  return repeat_every === 1 ? `every ${unit.slice(0, -1)}` : `every ${repeat_every} ${unit}`;
}
