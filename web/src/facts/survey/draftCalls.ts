/** The draft of a questionnaire: begun, saved with the revision that was seen, published, deleted. */
import { api, type Schema } from '@/lib/api';
import type { Instrument } from './instrument';
import type { InstrumentSummary } from './useInstruments';

export interface Draft {
  summary: InstrumentSummary;
  instrument: Instrument;
}

/** As the API's own types have it: which ratings there are is checked there. */
const sent = (instrument: Instrument) => instrument as Schema<'InstrumentInput'>;

const at = (id: string) => ({ path: { id } });

/** A questionnaire of another id, as a draft. */
export async function makeDraft(instrument: Instrument) {
  return (await api.POST('/api/v1/instruments', { body: { instrument: sent(instrument) } }))
    .data as unknown as Draft;
}

/** A draft that begins as the version in force. */
export async function beginDraft(id: string) {
  const params = at(id);
  return (await api.POST('/api/v1/instruments/{id}/draft', { params, body: {} as never }))
    .data as unknown as Draft;
}

export async function saveDraft(id: string, revision: number, instrument: Instrument) {
  const body = { revision, instrument: sent(instrument) };
  return (await api.PATCH('/api/v1/instruments/{id}/draft', { params: at(id), body }))
    .data as unknown as Draft;
}

export async function publishDraft(id: string, revision: number, note: string | null) {
  await api.POST('/api/v1/instruments/{id}/draft/publish', { params: at(id), body: { revision, note } });
}

export async function deleteDraft(id: string, revision: number) {
  await api.DELETE('/api/v1/instruments/{id}/draft', { params: { ...at(id), query: { revision } } });
}
