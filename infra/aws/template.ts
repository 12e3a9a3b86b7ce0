/** The parts of a CloudFormation template that are read here: by the assets of the functions, and by the embedded cloud. */
export interface Template {
  Parameters?: Record<string, { Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}
