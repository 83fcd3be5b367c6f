/** Query strings by description: the same table validates them and documents them in the OpenAPI document. */
import type { z } from 'zod';
import { invalidParameter } from './api-error.ts';
import { suggestion } from './suggestion.ts';

export type Field = {
  schema: z.ZodType;
  /** Ends the sentence `name: "value" is not …`. */
  expected: string;
  description: string;
  /** May be given several times, which means "or". */
  many?: true;
};
export type QuerySpec = Record<string, Field>;

export type Query<Spec extends QuerySpec> = {
  [Name in keyof Spec]: Spec[Name] extends { many: true }
    ? z.output<Spec[Name]['schema']>[]
    : z.output<Spec[Name]['schema']> | undefined;
};

/** Throws `invalid_parameter` naming the first parameter that is unknown, repeated or wrong. */
export function parseQuery<Spec extends QuerySpec>(spec: Spec, params: URLSearchParams): Query<Spec> {
  for (const name of params.keys()) {
    if (!Object.hasOwn(spec, name)) throw unknownParameter(name, Object.keys(spec));
  }
  const query: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec)) {
    const values = params.getAll(name).filter((value) => value !== '');
    if (field.many) query[name] = values.map((value) => parseField(name, field, value));
    else if (values.length > 1) throw invalidParameter(name, `${name}: give it once.`);
    else query[name] = values[0] === undefined ? undefined : parseField(name, field, values[0]);
  }
  // Every name of the spec was filled from its own schema in the loop above.
  return query as Query<Spec>;
}

function parseField(name: string, field: Field, value: string): unknown {
  const parsed = field.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidParameter(name, `${name}: "${value.slice(0, 100)}" is not ${field.expected}.`);
}

function unknownParameter(name: string, known: string[]): Error {
  const near = suggestion(name, known);
  const right =
    known.length === 0
      ? 'this call takes none'
      : near === null
        ? `this call takes ${known.join(', ')}`
        : `did you mean ${near}?`;
  return invalidParameter(name, `"${name.slice(0, 100)}" is no parameter of this call; ${right}`);
}
