import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  LambdaVersion,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { apiScopes } from '../../shared/api/scopes.ts';
import { accept } from './checks.ts';

/** Who may use the deployment: a Cognito user pool whose tokens carry the scopes of a person's groups. */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly machineClient: UserPoolClient;
  /** What issues the tokens: the URL that is their `iss`. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, issueToken: IFunction) {
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
    const offered = apiScopes.map((scopeName) => new ResourceServerScope({ scopeName, scopeDescription: scopeName }));
    const server = this.pool.addResourceServer('Api', { identifier: 'sluice', scopes: offered });
    for (const groupName of ['admin', 'operator', 'viewer'])
      new CfnUserPoolGroup(this, `Group${groupName}`, { userPoolId: this.pool.userPoolId, groupName });
    this.client = this.pool.addClient('People', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: ['http://localhost:4600/callback'],
      },
      preventUserExistenceErrors: true,
    });
    this.machineClient = this.pool.addClient('Machines', {
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: offered.map((offer) => OAuthScope.resourceServer(server, offer)),
      },
    });
  }
}
