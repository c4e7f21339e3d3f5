import { SegmentedControl } from '@mantine/core';
import { useScope } from '@/forecast/scope/useScope';
import { CohortsView } from './cohorts/CohortsView';
import { CurvesView } from './curves/CurvesView';

const views = [
  { value: 'curves', label: 'Curves' },
  { value: 'cohorts', label: 'Cohorts' },
];

/** How long customers stay: by age, or cohort by cohort. */
export function RetentionPage() {
  const { choice, choose } = useScope();
  const shown = choice('show') === 'cohorts' ? 'cohorts' : 'curves';
  const view = (
    <SegmentedControl
      size="xs"
      aria-label="Retention as"
      data={views}
      value={shown}
      onChange={(next) => choose({ show: next === 'curves' ? undefined : next })}
    />
  );
  return shown === 'cohorts' ? <CohortsView view={view} /> : <CurvesView view={view} />;
}
