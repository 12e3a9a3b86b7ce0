import type { Template } from '../../aws/template.ts';

/** A resource with every intrinsic function of its properties evaluated. */
export interface Resource {
  id: string;
  type: string;
  properties: Record<string, unknown>;
}

/** What the references of a template come to. */
export interface Names {
  region: string;
  accountId: string;
  parameters: Record<string, string>;
  /** `Ref` of a resource. */
  ref(id: string, type: string, properties: Record<string, unknown>): string;
  /** `Fn::GetAtt` of a resource. */
  attribute(id: string, type: string, name: string): string;
  /** A text that was put together, with addresses of AWS in it made those of this machine. */
  locate(text: string): string;
}

type Intrinsic = (argument: unknown, evaluate: (value: unknown) => unknown) => unknown;

/** Evaluates a template (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html); a function that is not known is refused by name. */
export function evaluateTemplate(template: Template, names: Names): Resource[] {
  const pseudo: Record<string, unknown> = {
    'AWS::Region': names.region,
    'AWS::AccountId': names.accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': 'Sluice',
    'AWS::StackId': `arn:aws:cloudformation:${names.region}:${names.accountId}:stack/Sluice/00000000-0000-0000-0000-000000000000`,
    'AWS::NoValue': undefined,
  };
  const reference = (id: string): unknown => {
    if (id in pseudo) return pseudo[id];
    const parameter = template.Parameters?.[id];
    if (parameter !== undefined) return names.parameters[id] ?? parameter.Default ?? '';
    const resource = template.Resources[id];
    if (resource === undefined) throw new Error(`The template refers to "${id}", which is not in it.`);
    return names.ref(id, resource.Type, resource.Properties ?? {});
  };
  const attribute = (path: unknown): string => {
    const [id = '', ...rest] = Array.isArray(path) ? path.map(String) : String(path).split('.');
    const resource = template.Resources[id];
    if (resource === undefined) throw new Error(`The template asks for an attribute of "${id}", which is not in it.`);
    return names.attribute(id, resource.Type, rest.join('.'));
  };
  const condition = (name: string): boolean => Boolean(evaluate(template.Conditions?.[name]));
  const intrinsics: Record<string, Intrinsic> = {
    Ref: (id) => reference(String(id)),
    'Fn::GetAtt': (path) => attribute(path),
    'Fn::Join': (argument, of) => {
      const [between, parts] = argument as [string, unknown[]];
      return names.locate((parts.map(of) as unknown[]).join(between));
    },
    'Fn::Select': (argument, of) => {
      const [index, list] = argument as [number | string, unknown];
      return (of(list) as unknown[])[Number(index)];
    },
    'Fn::Split': (argument, of) => {
      const [between, text] = argument as [string, unknown];
      return String(of(text)).split(between);
    },
    'Fn::Sub': (argument, of) => {
      const [text, own] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
      return names.locate(
        text.replaceAll(/\$\{([^!}]+)\}/g, (_all, name: string) =>
          String(name in own ? of(own[name]) : name.includes('.') ? attribute(name) : reference(name)),
        ),
      );
    },
    'Fn::If': (argument, of) => {
      const [name, yes, no] = argument as [string, unknown, unknown];
      return of(condition(name) ? yes : no);
    },
    'Fn::Equals': (argument, of) => {
      const [one, other] = (argument as unknown[]).map(of);
      return one === other;
    },
    'Fn::Not': (argument, of) => !of((argument as unknown[])[0]),
    Condition: (name) => condition(String(name)),
  };
  const evaluate = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(evaluate).filter((each) => each !== undefined);
    if (value === null || typeof value !== 'object') return value;
    const [key, ...more] = Object.keys(value);
    if (key !== undefined && more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = intrinsics[key];
      if (intrinsic === undefined) throw new Error(`The embedded cloud does not know the intrinsic function ${key}.`);
      return intrinsic((value as Record<string, unknown>)[key], evaluate);
    }
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, each]) => {
        const evaluated = evaluate(each);
        return evaluated === undefined ? [] : [[name, evaluated]];
      }),
    );
  };
  return Object.entries(template.Resources).map(([id, { Type, Properties }]) => ({
    id,
    type: Type,
    properties: (evaluate(Properties ?? {}) ?? {}) as Record<string, unknown>,
  }));
}
