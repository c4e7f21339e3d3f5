import { $api } from '@/lib/api';
import { type ApiText, type FieldTable, fieldTableOf } from './fieldTable';

const ANSWER_MS = Number.POSITIVE_INFINITY;

/** The fields of a kind, by its name in the API; the description is asked for once. */
export function useFieldTable(schema: string): { table: FieldTable | undefined; error: Error | null } {
  const { data, error } = $api.useQuery('get', '/api/v1/openapi.json', {}, { staleTime: ANSWER_MS });
  return { table: data && fieldTableOf(data as unknown as ApiText, schema), error };
}
