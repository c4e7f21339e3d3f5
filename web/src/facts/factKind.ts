import type { ReactNode } from 'react';
import type { paths } from '@/lib/api';
import type { Day } from '@/lib/day';

/** What a cell may need beside its fact. */
export interface Seen {
  /** The day whose knowledge counts; undefined is the present. */
  day: Day | undefined;
  today: Day;
  money: (cents: number | null | undefined, currency: string | null | undefined) => string;
}

export interface FactColumn<Fact> {
  header: string;
  isNumeric?: boolean;
  cell: (fact: Fact, seen: Seen) => ReactNode;
}

/** An input of the form. Its type, limits and help come from the server's field table. */
export interface FormField<Fact> {
  name: keyof Fact & string;
  /** Left out, the name in words. */
  label?: string;
  /** Left out, what the field table says; empty, nothing. */
  help?: string;
  /** Words for the choices where the API's own do not read well. */
  choices?: Record<string, string>;
  /** Takes the whole row. */
  isWide?: boolean;
}

export interface FormGroup<Fact> {
  title?: string;
  fields: ((keyof Fact & string) | FormField<Fact>)[];
}

/** What a form for something new starts with may depend on these. */
export interface Start {
  today: Day;
  now: string;
  currency: string;
}

/** How a fact is written. */
export interface WrittenKind<Fact extends { key: string }> {
  /** Its name in the API's description: `Ticket`. */
  schema: string;
  path: keyof paths & `/api/v1/${string}`;
  /** On buttons and in questions: "ticket". */
  one: string;
  /** How one is called there. */
  nameOf: (fact: Fact) => string;
  form: FormGroup<Fact>[];
  /** What every one that is written has, without being asked for. */
  fixed?: Partial<Fact>;
  start?: (start: Start) => Partial<Fact>;
}

/** All that the account page must know of a kind to list, add, change and delete its facts. */
export interface FactKind<Fact extends { key: string }> extends WrittenKind<Fact> {
  /** The field that says when such a fact happened. */
  happened: keyof Fact & string;
  sort: string;
  /** The tab, and the heading over the list: "Tickets". */
  title: string;
  hint?: string;
  /** The first column names the fact. */
  columns: FactColumn<Fact>[];
  /** What the empty list says, and what to do next. */
  empty: { title: string; text: string };
}

export const formFields = <Fact>(groups: FormGroup<Fact>[]): FormField<Fact>[] =>
  groups.flatMap(({ fields }) =>
    fields.map((field) => (typeof field === 'string' ? { name: field } : field)),
  );
