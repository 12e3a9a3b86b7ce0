import { z } from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import { durationUnits, parseDuration } from '../duration.ts';

/** The form of ids of flows and steps. Step Functions' state names are cut from them (at most 80 characters). */
export const idForm = /^[a-z][a-z0-9-]{0,39}$/;

/** A custom zod issue that becomes a diagnostic with this code and hint. */
export const refuse = (code: string, message: string, hint?: string) => ({
  code: 'custom' as const,
  message,
  params: { code, ...(hint === undefined ? {} : { hint }) },
});

export const id = z
  .string()
  .regex(idForm, { message: 'An id has 1 to 40 lower-case letters, digits and hyphens and begins with a letter.' })
  .meta({ description: 'Lower-case letters, digits and hyphens, at most 40, beginning with a letter.' });

/** A duration as written, such as `30s` or `2d`; normalisation turns it into milliseconds. */
export const duration = z
  .string()
  .superRefine((text, context) => {
    const parsed = parseDuration(text);
    if ('unknownUnit' in parsed)
      context.addIssue(
        refuse(
          'unknown-time-unit',
          `"${parsed.unknownUnit}" is no unit of time.`,
          didYouMean(parsed.unknownUnit, durationUnits),
        ),
      );
    else if ('malformed' in parsed)
      context.addIssue(
        refuse(
          'malformed-duration',
          `"${text}" is no duration.`,
          'Write a number and a unit, for instance 30s, 5m or 2d.',
        ),
      );
  })
  .meta({ description: 'A number and a unit (ms, s, m, h, d, w), for instance 30s or 2d.' });

/** A JSON Schema, kept as data; the rule `valid-json-schema` looks into it. */
export const jsonSchema = z.union([z.boolean(), z.record(z.string(), z.unknown())]);
