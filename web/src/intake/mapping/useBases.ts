import { $api, type Schema } from '@/lib/api';
import { isMapping, partOf } from './mapping';

type ImportFile = Schema<'ImportFile'>;

/** For each file of an import, the part of the mapping that it was read by, if it was. */
export function useBases(item: Schema<'Import'>) {
  const { data } = $api.useQuery('get', '/api/v1/mappings');
  const given = isMapping(item.mapping) ? item.mapping : undefined;
  return (file: ImportFile) => {
    if (file.mapping === null) return undefined;
    const saved = data?.items.find(({ name }) => name === file.mapping)?.mapping;
    return partOf(given ?? (isMapping(saved) ? saved : undefined), file);
  };
}
