/** Silences as the API takes and answers them, as zod schemas (`docs/api.md`, "Silences"). */
import { z } from 'zod';
import { MATCHER_FIELDS } from '../../alert/silence.ts';
import type { NewSilence, SilencesAnswer, SilenceView } from '../../view/silences.ts';
import { at, page, text } from '../api/wire.ts';

const MOST_MATCHERS = 6;
/** A holder may call itself anything, but nobody types that much. */
const LONGEST_VALUE = 300;
/** Each is a search in every holder's name, for each alert that fires. */
const FEW_STARS = /^(?:[^*]*\*){0,8}[^*]*$/;
const LONGEST_AUTHOR = 100;
const LONGEST_COMMENT = 1000;

const field = z.enum(MATCHER_FIELDS, { error: `must be one of ${MATCHER_FIELDS.join(', ')}` });

export const SilenceSchema = z
  .strictObject({
    id: text,
    matchers: z.array(z.strictObject({ field: z.enum(MATCHER_FIELDS), value: text })),
    from: at,
    until: at,
    author: text,
    comment: text,
  })
  .meta({ id: 'Silence' }) satisfies z.ZodType<SilenceView>;

export const SilencesSchema = z
  .strictObject({ ...page, items: z.array(SilenceSchema) })
  .meta({ id: 'Silences' }) satisfies z.ZodType<SilencesAnswer>;

export const NewSilenceSchema = z
  .strictObject({
    matchers: z
      .array(
        z.strictObject({
          field,
          value: z
            .string('must be a text')
            .min(1, 'must say something; * stands for anything')
            .max(LONGEST_VALUE, `may have ${LONGEST_VALUE} characters`)
            .regex(FEW_STARS, 'may have 8 stars'),
        }),
        'must be a list of {field, value}',
      )
      .min(1, 'must name at least one thing that is to match')
      .max(MOST_MATCHERS, `may be ${MOST_MATCHERS} at most`),
    until: z.number('must be a time in epoch milliseconds'),
    author: z
      .string('must be a text')
      .trim()
      .max(LONGEST_AUTHOR, `may have ${LONGEST_AUTHOR} characters`)
      .default(''),
    comment: z
      .string('must say why: a text')
      .trim()
      .min(1, 'must say why')
      .max(LONGEST_COMMENT, `may have ${LONGEST_COMMENT} characters`),
  })
  .meta({ id: 'NewSilence' }) satisfies z.ZodType<NewSilence>;
