import { MultiSelect, Select } from '@mantine/core';
import { Problem } from '@/lib/api';
import { useFields } from '@/scoring/segment/fields';
import { type CurveChoices, SEGMENTS } from './useCurveChoices';

/** What each account has its own of, and what tells whether it left. */
const noGroups = new Set(['key', 'name', 'lifecycle', 'churned', SEGMENTS]);

const starts = [
  { value: 'cohort year', label: 'Year they began' },
  { value: 'cohort quarter', label: 'Quarter they began' },
  { value: 'cohort month', label: 'Month they began' },
];

/** All together, or groups held against each other. Only what accounts keep makes groups of a past. */
export function GroupingSelect({ choices, error }: { choices: CurveChoices; error: Error | null }) {
  const fields = useFields();
  const segments = fields.find(SEGMENTS);
  const refused = error instanceof Problem ? error.field : undefined;
  const kept = fields.choices
    .map(({ group, items }) => ({
      group,
      items: items.filter(({ value }) => fields.find(value)?.is_undated && !noGroups.has(value)),
    }))
    .filter(({ items }) => items.length > 0);
  const hasSegments = (segments?.values.length ?? 0) > 0;
  return (
    <>
      <Select
        size="xs"
        w={190}
        aria-label="Groups"
        data={[
          { value: '', label: 'All together' },
          { group: 'Start', items: starts },
          ...(hasSegments ? [{ group: 'Segments', items: [{ value: SEGMENTS, label: 'Segments …' }] }] : []),
          ...kept,
        ]}
        value={choices.grouping}
        onChange={(next) => choices.setGrouping(next ?? '')}
        allowDeselect={false}
        searchable
        error={refused === 'by' ? error?.message : undefined}
      />
      {choices.grouping === SEGMENTS && (
        <MultiSelect
          size="xs"
          miw={220}
          aria-label="Segments to compare"
          placeholder={choices.segments.length === 0 ? 'Choose segments' : undefined}
          data={(segments?.values ?? []).map((value, index) => ({
            value,
            label: segments?.labels[index] || value,
          }))}
          value={choices.segments}
          onChange={(next) => choices.choose({ segments: next.join(), group: undefined })}
          maxValues={20}
          searchable
          error={refused === 'segments' ? error?.message : undefined}
        />
      )}
    </>
  );
}
