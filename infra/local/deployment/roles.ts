import type { Statement } from '../iam/evaluate-policy.ts';
import type { Resource } from '../template/evaluate-template.ts';
import { accountId, ofType } from './account.ts';

/** The statements of each role of the template, by its ARN. */
export function rolesOf(resources: Resource[]): Map<string, Statement[]> {
  return new Map(
    ofType(resources, 'AWS::IAM::Role').map(({ id, properties }) => {
      const policies = (properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
      return [
        `arn:aws:iam::${accountId}:role/${id}`,
        policies.flatMap((policy) => policy.PolicyDocument.Statement),
      ] as const;
    }),
  );
}
