import { Autocomplete } from '@mantine/core';
import { $api } from '@/lib/api';
import { numbersIn } from './numbersIn';
import { asksFor, type Draft } from './ownMetric';

interface PropertyInputProps {
  draft: Draft;
  error: string | undefined;
  onChange: (changes: Partial<Draft>) => void;
}

const ASKED = 500;

/** The path of a number in events; those of events that just arrived are offered. */
export function PropertyInput({ draft, error, onChange }: PropertyInputProps) {
  const { data } = $api.useQuery('get', '/api/v1/events/live', { params: { query: { limit: ASKED } } });
  return (
    <Autocomplete
      label="Number in the event"
      placeholder={asksFor.isFieldNeeded(draft) ? 'properties.amount' : 'Empty: how many there are'}
      data={numbersIn(data?.events ?? [], draft.filter)}
      value={draft.field}
      error={error}
      maxLength={110}
      onChange={(field) => onChange({ field })}
    />
  );
}
