import { Problem } from '@/lib/api';
import { sentence } from '@/lib/words';

/** A refusal at the field it is about; `rest` when no field of the form is. */
export function refusals(error: Error | null, fields: string[]) {
  const field = error instanceof Problem ? error.field?.replace(/[[.].*$/, '') : undefined;
  const text = error ? sentence(error.message) : undefined;
  const isAtField = field !== undefined && fields.includes(field);
  return {
    errorOf: (name: string) => (isAtField && field === name ? text : undefined),
    rest: isAtField ? undefined : text,
  };
}
