import { approvalComplete } from './approval-complete.ts';
import { conditionForm } from './condition-form.ts';
import { connectionPath } from './connection-path.ts';
import { eventPattern } from './event-pattern.ts';
import { expressionsAllowed } from './expressions-allowed.ts';
import { expressionsParse } from './expressions-parse.ts';
import { knownNeeds } from './known-needs.ts';
import { knownReferences } from './known-references.ts';
import { noCycle } from './no-cycle.ts';
import { oneKind } from './one-kind.ts';
import { reachable } from './reachable.ts';
import { retryRepeats } from './retry-repeats.ts';
import type { Rule } from './rule.ts';
import { scheduleFires } from './schedule-fires.ts';
import { uniqueStepIds } from './unique-step-ids.ts';
import { validJsonSchema } from './valid-json-schema.ts';
import { webhookComplete } from './webhook-complete.ts';

/** Every rule of the language, in the order in which a reader would ask. */
export const allRules: readonly Rule[] = [
  uniqueStepIds,
  oneKind,
  knownNeeds,
  noCycle,
  expressionsParse,
  expressionsAllowed,
  knownReferences,
  conditionForm,
  reachable,
  approvalComplete,
  retryRepeats,
  connectionPath,
  validJsonSchema,
  scheduleFires,
  webhookComplete,
  eventPattern,
];
