/** A position in the text of a flow, both counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/** One finding about a flow's text. `code` is the rule's name in kebab case; errors refuse publication, warnings do not. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  code: string;
  /** Where in the document, for instance `steps[2].needs[0]`. */
  path: string;
  position?: Position;
  message: string;
  /** How to mend it, for instance `Did you mean "contract"?`. */
  hint?: string;
}
