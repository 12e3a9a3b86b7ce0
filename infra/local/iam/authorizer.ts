import { type Account, accessesOf, type Call } from './accesses.ts';
import { type Access, isAllowed, type Statement } from './evaluate-policy.ts';

/** Thrown for a call that its role does not allow; the message is worded as AWS words it. */
export class AccessDenied extends Error {}

/** Checks every call against the synthesized policies of the role that makes it. */
export class Authorizer {
  readonly refusals: string[] = [];
  readonly #roles: ReadonlyMap<string, Statement[]>;
  readonly #account: Account;

  constructor(roles: ReadonlyMap<string, Statement[]>, account: Account) {
    this.#roles = roles;
    this.#account = account;
  }

  /** Throws AccessDenied unless the role may make this call. */
  authorizeCall(roleArn: string, call: Call): void {
    const accesses = accessesOf(call, this.#account);
    if (accesses === undefined)
      this.#refuse(
        roleArn,
        `${call.service}:${call.operation}`,
        '*',
        'the embedded cloud knows no actions of this operation',
      );
    for (const access of accesses) this.authorize(roleArn, access);
  }

  authorize(roleArn: string, access: Access): void {
    if (!isAllowed(this.#roles.get(roleArn) ?? [], access))
      this.#refuse(
        roleArn,
        access.action,
        access.resource,
        `no identity-based policy allows the ${access.action} action`,
      );
  }

  #refuse(roleArn: string, action: string, resource: string, because: string): never {
    const [, name = ''] = roleArn.split(':role/');
    const message = `User: arn:aws:sts::${this.#account.accountId}:assumed-role/${name}/${name} is not authorized to perform: ${action} on resource: ${resource} because ${because}`;
    this.refusals.push(message);
    throw new AccessDenied(message);
  }
}
