/** The environments of a deployment: what is published is tried in `sandbox`, then promoted to `live`. */
export const environments = ['sandbox', 'live'] as const;
export type Environment = (typeof environments)[number];
