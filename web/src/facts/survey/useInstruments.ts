import { $api, type Schema } from '@/lib/api';
import { type Instrument, instrumentKinds, type Words } from './instrument';

type Summary = Schema<'InstrumentSummary'>;
/** A version of a questionnaire in short; the API leaves open what a text may hold, these hold words. */
export type InstrumentSummary = Omit<Summary, 'name'> & { name: Words };

/** All questionnaires in all versions. */
export function useInstruments() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/instruments');
  return { items: data?.items as InstrumentSummary[] | undefined, error, refetch };
}

/** One questionnaire in a version; left out, the published one. */
export function useInstrument(id: string | undefined, version?: number) {
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/instruments/{id}',
    { params: { path: { id: id ?? '' }, query: { version } } },
    { enabled: id !== undefined, staleTime: 300_000 },
  );
  return { instrument: data as Instrument | undefined, error, refetch };
}

const rank = ({ kind }: InstrumentSummary) => instrumentKinds.findIndex(({ value }) => value === kind);

/** Of each id the version one means when one names it: the published one, else the newest; by kind. */
export function currentOf(versions: readonly InstrumentSummary[]): InstrumentSummary[] {
  const byId = new Map<string, InstrumentSummary>();
  for (const version of versions) {
    const known = byId.get(version.id);
    const isBetter =
      !known ||
      (version.state === 'published' && known.state !== 'published') ||
      (version.state === known.state && version.version > known.version);
    if (isBetter) byId.set(version.id, version);
  }
  return [...byId.values()].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
}
