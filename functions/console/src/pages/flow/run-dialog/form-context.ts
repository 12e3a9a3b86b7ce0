/** The values of the form; what is in them is checked against the schema, not by the compiler. */
export type FormValues = Record<string, unknown>;

/** What fields of the form tell the dialog beyond their values. */
export type FormContext = {
  /** Why a text is no JSON, at the path of its parameter; undefined when it is again. */
  report: (path: (string | number)[], message: string | undefined) => void;
};
