/** The parts of a CloudFormation template that hold policies. */
interface Template {
  Resources: Record<
    string,
    {
      Type: string;
      Properties?: {
        PolicyDocument?: { Statement: { Action: string | string[] }[] };
        Policies?: { PolicyDocument: { Statement: { Action: string | string[] }[] } }[];
      };
    }
  >;
}

/** The template without one action in the policies whose logical id begins with `owner`; throws when nothing gave it. */
export function removeAction<T>(template: T, owner: string, action: string): T {
  const changed = structuredClone(template);
  let removed = 0;
  for (const [id, resource] of Object.entries((changed as T & Template).Resources)) {
    if (!id.startsWith(owner)) continue;
    const documents = [
      resource.Properties?.PolicyDocument,
      ...(resource.Properties?.Policies ?? []).map((policy) => policy.PolicyDocument),
    ];
    for (const statement of documents.flatMap((document) => document?.Statement ?? [])) {
      const actions = [statement.Action].flat();
      if (!actions.includes(action)) continue;
      const left = actions.filter((each) => each !== action);
      statement.Action = left.length > 0 ? left : ['none:None'];
      removed += 1;
    }
  }
  if (removed === 0) throw new Error(`No policy of ${owner}* gives ${action}: nothing to remove.`);
  return changed;
}
