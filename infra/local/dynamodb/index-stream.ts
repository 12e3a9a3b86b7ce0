import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Gives dynoxide an index that it lacks: it looks for a table's highest sequence number on every write, and without an index it
 * reads every record of the stream to find it. Does nothing for another DynamoDB, or another layout of its file.
 */
export function indexStream(file: string): void {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_stream_records'");
    if (known.get() === undefined) return;
    database.exec(
      'CREATE INDEX IF NOT EXISTS sluice_stream ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}
