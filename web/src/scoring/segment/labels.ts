import { healthLabels } from '@/components/HealthBadge';
import { maturityLabels } from '@/components/MaturityBadge';

const bandLabels: Record<string, Record<string, string>> = {
  health_band: healthLabels,
  maturity_band: maturityLabels,
};

/** What people read for a value of a field: "At risk" for the low band of health. */
export const valueLabel = (field: string | null | undefined, value: string, label = value) =>
  bandLabels[field ?? '']?.[value] ?? label;
