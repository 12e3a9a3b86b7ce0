import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { tableKeys } from '../../shared/store/keys.ts';
import { accept } from './checks.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** What is kept: one table, one bucket for what is too large for it, and the key of approval links. */
export class Data extends Construct {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly linkSecret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: text(tableKeys.partition),
      sortKey: text(tableKeys.sort),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: tableKeys.ttl,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addLocalSecondaryIndex({
      indexName: tableKeys.localIndex.name,
      sortKey: text(tableKeys.localIndex.sort),
      projectionType: ProjectionType.ALL,
    });
    for (const { name, partition, sort } of tableKeys.globalIndexes)
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(partition),
        sortKey: text(sort),
        projectionType: ProjectionType.ALL,
      });
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    accept(this.bucket, {
      'AwsSolutions::AwsSolutions-S1':
        'Only the functions of this stack reach the bucket, and CloudTrail data events log it where that is wanted; an access log would need a second bucket.',
    });
    this.linkSecret = new Secret(this, 'LinkSecret', {
      description: 'Key of the approval links of Sluice',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    accept(this.linkSecret, {
      'AwsSolutions::AwsSolutions-SMG4':
        'Rotating the key would void every open approval link; it is replaced by hand when it may have leaked.',
    });
  }
}
