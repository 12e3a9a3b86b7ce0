import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPoolGroup,
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { apiScopes } from '../../shared/api/scopes.ts';
import { accept } from './checks.ts';

/** The clients of the pool: the console for people, and other services for themselves. */
export interface Clients {
  people: UserPoolClient;
  machines: UserPoolClient;
}

/** Who may use the deployment: a Cognito user pool whose tokens carry the scopes of a person's groups. */
export class Identity extends Construct {
  readonly pool: UserPool;
  /** What issues the tokens: the URL that is their `iss`. */
  readonly issuer: string;
  /** Of the hosted sign-in page, without a slash at its end. */
  readonly signInUrl: string;
  readonly #server: UserPoolResourceServer;
  readonly #scopes: ResourceServerScope[];

  constructor(
    scope: Construct,
    id: string,
    { issueToken, domainPrefix }: { issueToken: IFunction; domainPrefix: string },
  ) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      featurePlan: FeaturePlan.ESSENTIALS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.issuer = this.pool.userPoolProviderUrl;
    accept(this.pool, {
      'AwsSolutions::AwsSolutions-COG2':
        'Whether people need a second factor is the deployment’s choice; most federate to an identity provider that asks for it.',
      'AwsSolutions::AwsSolutions-COG8':
        'Threat protection needs the Plus plan, at four times the price; the Essentials plan is what a token’s scopes need.',
    });
    this.pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, issueToken, LambdaVersion.V2_0);
    this.#scopes = apiScopes.map((scopeName) => new ResourceServerScope({ scopeName, scopeDescription: scopeName }));
    this.#server = this.pool.addResourceServer('Api', { identifier: 'sluice', scopes: this.#scopes });
    for (const groupName of ['admin', 'operator', 'viewer'])
      new CfnUserPoolGroup(this, `Group${groupName}`, { userPoolId: this.pool.userPoolId, groupName });
    const domain = this.pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.signInUrl = domain.baseUrl();
  }

  /** Adds who gets tokens; apart, because people come back to the distribution, whose headers name this pool. `at` answers the URLs that a path of the console has. */
  addClients(at: (path: string) => string[]): Clients {
    const people = this.pool.addClient('People', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: at('/callback'),
        logoutUrls: at('/'),
      },
      preventUserExistenceErrors: true,
    });
    // A client without a style of its own has no page to sign in at (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html).
    new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.pool.userPoolId,
      clientId: people.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    const machines = this.pool.addClient('Machines', {
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: this.#scopes.map((scope) => OAuthScope.resourceServer(this.#server, scope)),
      },
    });
    return { people, machines };
  }
}
