import type { Diagnostic } from '../diagnostic.ts';
import type { Path } from '../document.ts';
import type { Draft } from '../draft.ts';

/** What a rule found: a diagnostic whose place is a path, and a text within the scalar there when it is more exact. */
export interface Finding {
  path: Path;
  message: string;
  hint?: string;
  severity?: Diagnostic['severity'];
  within?: { text: string; offset: number };
}

/** One rule of the language. It reads the draft and answers everything that breaks it. */
export interface Rule {
  /** The code of its diagnostics, in kebab case, the same as its file's name. */
  code: string;
  check(draft: Draft): Iterable<Finding>;
}
