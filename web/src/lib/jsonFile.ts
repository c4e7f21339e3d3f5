import { download } from './download.ts';

/** Offers a value as a file of JSON: the form that import, the API and the command line read. */
export function downloadJson(name: string, value: unknown) {
  download(`${name}.json`, 'application/json', `${JSON.stringify(value, null, 2)}\n`);
}

/** What a chosen file holds; a sentence if it is no JSON object. `what` is said as "scorecard". */
export async function readJson<Value>(file: File, what: string): Promise<Value> {
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch (error) {
    throw new Error(`${file.name} is no JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${file.name} holds no ${what}: it must be a JSON object, as the export writes it.`);
  return value as Value;
}
