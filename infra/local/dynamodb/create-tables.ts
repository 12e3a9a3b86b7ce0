import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import type { Resource } from '../template/evaluate-template.ts';

/** Creates the tables of the template that are not there yet. */
export async function createTables(client: DynamoDBClient, tables: Resource[]): Promise<void> {
  for (const { id, properties } of tables) {
    const {
      KeySchema,
      AttributeDefinitions,
      GlobalSecondaryIndexes,
      LocalSecondaryIndexes,
      BillingMode,
      StreamSpecification,
    } = properties;
    const stream =
      StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, ...(StreamSpecification as object) } };
    try {
      await client.send(
        new CreateTableCommand({
          TableName: id,
          KeySchema,
          AttributeDefinitions,
          GlobalSecondaryIndexes,
          LocalSecondaryIndexes,
          BillingMode,
          ...stream,
        } as CreateTableCommandInput),
      );
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
  }
}
