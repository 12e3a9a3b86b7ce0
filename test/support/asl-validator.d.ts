declare module 'asl-validator' {
  /** Checks a definition against the States Language's schema and its own rules. */
  export default function validate(definition: unknown): { isValid: boolean; errorsText(): string };
}
