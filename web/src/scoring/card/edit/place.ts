import type { Schema } from '@/lib/api';

type Card = Schema<'Card'>;
type Measure = Schema<'CardMeasure'>;

const index = (path: string, list: string) => {
  const found = new RegExp(`\\b${list}\\[(\\d+)\\]`).exec(path);
  return found ? Number(found[1]) : -1;
};

/** "from month 24 on, point 2": where in its scales. */
function scaleWords(path: string, measure: Measure | undefined): string[] {
  const stage = measure?.stages[index(path, 'stages')];
  const point = index(path, 'scale');
  return [
    ...(stage ? [`from month ${stage.from_months} on`] : []),
    ...(point >= 0 ? [`point ${point + 1}`] : []),
  ];
}

const basics: Record<string, string> = {
  name: 'Name',
  segment: 'Serves',
  min_coverage_pct: 'Minimum coverage',
  min_maturity: 'Unqualified below maturity',
  groups: 'Weights of the groups',
};

/** Where the server found the fault, by the names on the page: "Adoption / Seat utilisation, point 2". */
export function placeOf(card: Card, path: string): string {
  const band = card.bands[index(path, 'bands')];
  if (band) return `Band ${band.label || band.id}`;
  const group = card.groups[index(path, 'groups')];
  if (!group) return basics[path] ?? '';
  const measure = group.measures[index(path, 'measures')];
  const name = group.label || `Group ${card.groups.indexOf(group) + 1}`;
  const names = measure ? `${name} / ${measure.label || measure.id}` : name;
  return [names, ...scaleWords(path, measure)].join(', ');
}
