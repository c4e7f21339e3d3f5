/** Conditions of the filter language as text; the server parses them. */

/** Chosen values by field; the empty value stands for "missing". */
export type Chosen = Record<string, string[]>;

const quote = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function fieldText(field: string, values: string[]): string {
  const given = values.filter((value) => value !== '');
  const terms = [
    ...(given.length === 1 ? [`${field} = ${quote(given[0] ?? '')}`] : []),
    ...(given.length > 1 ? [`${field} in (${given.map(quote).join(', ')})`] : []),
    ...(values.includes('') ? [`${field} is missing`] : []),
  ];
  return terms.length > 1 ? `(${terms.join(' or ')})` : (terms[0] ?? '');
}

/** Both conditions. */
export const within = (outer: string | undefined, inner: string) =>
  outer ? `(${outer}) and ${inner}` : inner;

/** The written text and the chosen values together; undefined when nothing is asked. */
export function filterText(written: string, chosen: Chosen): string | undefined {
  const terms = Object.entries(chosen)
    .map(([field, values]) => fieldText(field, values))
    .filter((term) => term !== '');
  const text = written.trim();
  if (text !== '') terms.unshift(terms.length > 0 ? `(${text})` : text);
  return terms.join(' and ') || undefined;
}
