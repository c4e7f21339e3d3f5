import { Missing } from '@/components/numbers';
import cells from '@/components/table/cells.module.css';
import { formatPercent } from '@/lib/format';

const sources: Record<string, string> = {
  model: 'by the model of risk',
  curve: 'by the retention of such contracts',
};

/** Nothing is certain that has yet to happen: what would be rounded to it is said as more or less than. */
export function chanceText(pct: number): string {
  if (pct > 99.5) return '>99%';
  return pct < 0.5 ? '<1%' : formatPercent(Math.round(pct));
}

/** How likely a renewal is, and who says so. */
export function Chance({ pct, source }: { pct: number | null; source: string }) {
  if (pct === null) return <Missing reason="too few customers came that far" />;
  return (
    <span title={sources[source]}>
      <small className={cells.soft}>{source}</small> {chanceText(pct)}
    </span>
  );
}
