import { MultiSelect, Select } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { PeriodPicker } from '@/components/day/PeriodPicker';
import { Notice } from '@/components/Notice';
import { Page } from '@/components/Page';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { addDays, isDay } from '@/lib/day';
import { formatMany } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { type FilterField, useFields } from './fields';
import { ReportTable } from './ReportTable';
import { SeparationTable } from './SeparationTable';

const SEGMENTS = 'segment';
const DEFAULT_BY = 'industry';
/** What nearly every account has its own of. */
const ownOfEach = new Set(['key', 'name', 'parent']);

/** Segments, or the values of a field, held against each other; the choice is in the address. */
export function SegmentReportPage() {
  const { today } = useOrganisation();
  const [search, setSearch] = useSearchParams();
  const from = search.get('from');
  const to = search.get('to');
  const period = {
    from: isDay(from) ? from : addDays(isDay(to) ? to : today, -365),
    to: isDay(to) ? to : today,
  };
  const by = search.get('by') ?? DEFAULT_BY;
  const keys = search.get('segments')?.split(',').filter(Boolean) ?? [];

  function set(changes: Record<string, string | null>) {
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(changes))
          if (value === null) next.delete(name);
          else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  }

  return (
    <Page
      title="Compare segments"
      hint="How they stand, and what became of those who were customers at the beginning."
      actions={<PeriodPicker period={period} onChange={(next) => set(next)} />}
    >
      <Report
        by={by}
        keys={keys}
        period={period}
        onBy={(next) => set({ by: next })}
        onKeys={(next) => set({ segments: next.length > 0 ? next.join() : null })}
      />
      <Separation period={period} by={by} onBy={(next) => set({ by: next })} />
    </Page>
  );
}

interface ReportProps {
  by: string;
  keys: string[];
  period: { from: string; to: string };
  onBy: (by: string) => void;
  onKeys: (keys: string[]) => void;
}

function Report({ by, keys, period, onBy, onKeys }: ReportProps) {
  const fields = useFields();
  const isSegments = by === SEGMENTS;
  const query = isSegments ? { ...period, segments: keys } : { ...period, by };
  const { data, error, refetch, isPlaceholderData } = $api.useQuery(
    'get',
    '/api/v1/segment-report',
    { params: { query } },
    {
      enabled: !isSegments || keys.length > 0,
      placeholderData: (old?: Schema<'SegmentReport'>) => old,
    },
  );
  const all = fields.find(SEGMENTS);

  return (
    <Panel
      title="Side by side"
      actions={
        <>
          <Select
            size="xs"
            w={200}
            aria-label="Compare by"
            data={choicesOf(fields.choices)}
            value={by}
            onChange={(next) => next && onBy(String(next))}
            searchable
            allowDeselect={false}
          />
          {isSegments && (
            <MultiSelect
              size="xs"
              miw={240}
              aria-label="Segments to compare"
              placeholder={keys.length === 0 ? 'Choose segments' : undefined}
              data={segmentChoices(all)}
              value={keys}
              onChange={onKeys}
              maxValues={20}
              searchable
            />
          )}
        </>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isSegments && keys.length === 0 && (
        <EmptyState title="Which segments?">Choose two or more to hold them against each other.</EmptyState>
      )}
      {!data && !error && (!isSegments || keys.length > 0) && <Loading label="Comparing" />}
      {data && !error && (!isSegments || keys.length > 0) && (
        <ReportTable report={data} isStale={isPlaceholderData} />
      )}
    </Panel>
  );
}

const choicesOf = (choices: ReturnType<typeof useFields>['choices']) =>
  choices.map(({ group, items }) => ({
    group,
    items: items.filter(({ value }) => !ownOfEach.has(value)),
  }));

const segmentChoices = (field: FilterField | undefined) =>
  (field?.values ?? []).map((value, index) => ({ value, label: field?.labels[index] || value }));

interface SeparationProps {
  period: { from: string; to: string };
  by: string;
  onBy: (by: string) => void;
}

function Separation({ period, by, onBy }: SeparationProps) {
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/segment-report/separation',
    { params: { query: period } },
    { placeholderData: (old?: Schema<'Separation'>) => old },
  );
  return (
    <Panel
      title="What tells apart those who left"
      hint="Each attribute on its own: how far it separates the customers of the first day who were lost from those who stayed."
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Trying the attributes" />}
      {data?.is_too_early && (
        <Notice tone="info" title="Too early to tell">
          {data.lost} of {formatMany(data.accounts, 'customer')} were lost in this time. It takes five who
          left and five who stayed; choose a longer period.
        </Notice>
      )}
      {data && !data.is_too_early && <SeparationTable separation={data} by={by} onBy={onBy} />}
    </Panel>
  );
}
