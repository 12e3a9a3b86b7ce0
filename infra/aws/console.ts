import { type CfnElement, DefaultStackSynthesizer, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CachePolicy,
  Function as CloudFrontFunction,
  Distribution,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { accept } from './checks.ts';

/** Paths that the HTTP API answers; every other path is the console's. */
const apiPaths = ['/v1/*', '/a/*', '/hooks/*'];

/** Files whose names change with their content. */
const hashed = 'assets/*';

/**
 * Has paths of the console, which no file lies at, answer its index: by their look and before a cache is asked, so that what the API says
 * is not there, and a file that is missing, stay errors
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html).
 */
const routeToIndex = `function handler(event) {
  var request = event.request;
  var name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!name.includes('.')) request.uri = '/index.html';
  return request;
}`;

/** The console's files in a private bucket, and the distribution that serves them and the HTTP API under one origin. */
export class Console extends Construct {
  /** Of the distribution, without a slash at its end. */
  readonly url: string;
  /** Typed as CDK's own interface: its classes are not made for exact optional properties. */
  readonly #bucket: IBucket;

  constructor(
    scope: Construct,
    id: string,
    /** `reached` are URLs besides its own that the console connects to. */
    { http, reached }: { http: HttpApi; reached: string[] },
  ) {
    super(scope, id);
    this.#bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    }) as IBucket;
    accept(this.#bucket, {
      'AwsSolutions::AwsSolutions-S1': 'Only the distribution reads the bucket, and its files are public.',
    });
    const headers = new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(reached), override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
      },
    });
    const index = new CloudFrontFunction(this, 'RouteToIndex', {
      code: FunctionCode.fromInline(routeToIndex),
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Paths of the console answer its index',
    });
    const api = {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', http.apiEndpoint))),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Sluice',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.#bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        functionAssociations: [{ function: index, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: Object.fromEntries(apiPaths.map((path) => [path, api])),
    });
    this.url = `https://${distribution.distributionDomainName}`;
    accept(distribution, {
      'AwsSolutions::AwsSolutions-CFR1': 'Where people may work from is the deployment’s choice.',
      'AwsSolutions::AwsSolutions-CFR2':
        'The API is behind tokens and throttled; a firewall costs more a month than an idle deployment does.',
      'AwsSolutions::AwsSolutions-CFR3':
        'Paths hold approval tokens, which are kept out of access logs; the functions log what they did.',
      'AwsSolutions::AwsSolutions-CFR4':
        'The distribution’s own domain has CloudFront’s certificate, for which the protocol cannot be chosen.',
    });
  }

  /** Puts the built files into the bucket, with the `config.json` that tells them where they are. */
  deploy(folder: string, config: Record<string, string>): void {
    const built = new Asset(this, 'Built', { path: folder });
    const source = Source.bucket(built.bucket, built.s3ObjectKey);
    const logGroup = new LogGroup(this, 'DeploymentLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const allow = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });
    const role = new Role(this, 'DeploymentRole', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Sluice: puts the files of the console into their bucket',
      inlinePolicies: {
        Least: new PolicyDocument({
          statements: [
            allow(['s3:GetObject'], built.bucket.arnForObjects('*')),
            allow(['s3:ListBucket'], this.#bucket.bucketArn),
            allow(['s3:PutObject'], this.#bucket.arnForObjects('*')),
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
          ],
        }),
      },
    });
    const common = {
      destinationBucket: this.#bucket,
      role: role.withoutPolicyUpdates(),
      logGroup,
      memoryLimit: 512,
      // Pages that are open go on with the files that they began with.
      prune: false,
    };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [source],
      exclude: ['*'],
      include: [hashed],
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    });
    const rest = new BucketDeployment(this, 'Rest', {
      ...common,
      sources: [source, Source.jsonData('config.json', config)],
      exclude: [hashed],
      cacheControl: [CacheControl.noCache()],
    });
    rest.node.addDependency(assets);
    accept(role, {
      [`AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-assets-<AWS::AccountId>-<AWS::Region>/*]`]:
        'Archives of a deployment are named after their content, and lie in the bucket that the account was bootstrapped with.',
      [`AwsSolutions::AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(this.#bucket.node.defaultChild as CfnElement)}.Arn>/*]`]:
        'It puts all files of the console there.',
    });
    const runtime = 'The CDK chooses the runtime of its own function, and moves it on.';
    for (const each of Stack.of(this).node.children.filter(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    ))
      accept(each, {
        'AwsSolutions::AwsSolutions-L1': runtime,
        'Serverless::Serverless-LambdaLatestVersion': runtime,
        'Serverless::Serverless-LambdaDLQ':
          'CloudFormation calls it while a deployment is made, and says when it fails.',
        'Serverless::Serverless-LambdaTracing':
          'CloudFormation calls it while a deployment is made, and says when it fails.',
      });
  }
}

/** Nothing but the console's own script runs; styles may be inline, for its libraries inject them (CONSOLE.md §3). */
const contentSecurityPolicy = (reached: string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", ...reached].join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
  ].join('; ');
