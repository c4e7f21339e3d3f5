/** What the server's own description (OpenAPI) says of a kind's fields: the types, limits and help of its form. */

export type FieldType =
  | 'text'
  | 'long'
  | 'choice'
  | 'choices'
  | 'keys'
  | 'day'
  | 'time'
  | 'whole'
  | 'number'
  | 'money'
  | 'yesno'
  /** An object of any shape, which no single input can hold. */
  | 'object';

export interface FieldRow {
  name: string;
  type: FieldType;
  isRequired: boolean;
  help: string | undefined;
  /** "months", "%": stands behind a number. */
  unit: string | undefined;
  choices: string[];
  min: number | undefined;
  maxLength: number | undefined;
}

export type FieldTable = Map<string, FieldRow>;

/** As much of JSON Schema as the server writes. */
interface Property {
  type?: string | string[];
  format?: string;
  enum?: (string | null)[];
  items?: Property;
  minimum?: number;
  maxLength?: number;
  description?: string;
}

export interface ApiText {
  components: { schemas: Record<string, { properties?: Record<string, Property>; required?: string[] }> };
}

const LONG_TEXT = 1000;
const units = /\s\((cents|months|days|%)\)$/;

const given = (values: (string | null)[] | undefined) =>
  (values ?? []).filter((value): value is string => value !== null);

function textType(property: Property): FieldType {
  if (property.enum) return 'choice';
  if (property.format === 'date') return 'day';
  if (property.format === 'date-time') return 'time';
  return (property.maxLength ?? 0) > LONG_TEXT ? 'long' : 'text';
}

function typeOf(name: string, property: Property): FieldType {
  const types = [property.type ?? []].flat();
  if (types.includes('array')) return property.items?.enum ? 'choices' : 'keys';
  if (types.includes('boolean')) return 'yesno';
  if (types.includes('object')) return 'object';
  if (types.includes('integer')) return name.endsWith('_cents') ? 'money' : 'whole';
  if (types.includes('number')) return 'number';
  return textType(property);
}

function rowOf(name: string, property: Property, isRequired: boolean): FieldRow {
  const type = typeOf(name, property);
  const unit = units.exec(property.description ?? '')?.[1];
  return {
    name,
    type,
    isRequired,
    help: property.description?.replace(units, ''),
    unit: type === 'money' ? undefined : unit,
    choices: given(property.items?.enum ?? property.enum),
    min: property.minimum,
    maxLength: property.maxLength,
  };
}

/** The fields that can be given for a kind, by name: those of `TicketInput` for `Ticket`. */
export function fieldTableOf(text: ApiText, schema: string): FieldTable {
  const { properties = {}, required = [] } = text.components.schemas[`${schema}Input`] ?? {};
  return new Map(
    Object.entries(properties).map(([name, property]) => [
      name,
      rowOf(name, property, required.includes(name)),
    ]),
  );
}
