import { exportQuery, runsExportQuery } from '../../../shared/api/contracts.ts';
import { exportRun } from '../../../shared/commands/export-run.ts';
import { newestRuns } from '../../../shared/commands/newest-runs.ts';
import { defined } from '../../../shared/flow/defined.ts';
import { runRow } from '../../../shared/view/run-row.ts';
import { runsTable, stepsTable } from '../../../shared/view/run-tables.ts';
import type { Answer, Route } from '../request.ts';

/** Pages of 500 rows that one page of an export reads at most. */
const pages = 4;

/** A file that a browser keeps under a name. */
const file = (name: string, type: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
});
const csvType = 'text/csv; charset=utf-8';

export const exportOneRun: Route = {
  method: 'GET',
  path: '/v1/runs/{run}/export',
  summary: 'Export a run: whole as JSON, or its steps as CSV',
  query: exportQuery,
  async handle(request): Promise<Answer> {
    request.need('flows.read');
    const { format } = exportQuery.parse(request.query);
    const run = await exportRun(request.ports, request.param('run'));
    if (format === 'csv') return { status: 200, headers: file(`run-${run.id}.csv`, csvType), text: stepsTable(run) };
    return { status: 200, headers: file(`run-${run.id}.json`, 'application/json'), body: run };
  },
};

/** One page of a listing as a file; the next one is named by the header `link` (RFC 8288), and has no line of names, so that pages are put together as they are. */
export const exportRuns: Route = {
  method: 'GET',
  path: '/v1/runs/export',
  summary: 'Export the runs that a list would answer, page by page: the header link names the next one',
  query: runsExportQuery,
  async handle(request): Promise<Answer> {
    request.need('flows.read');
    const { format, limit, ...query } = defined(runsExportQuery.parse(request.query));
    const { items, cursor } = await newestRuns(request.ports, query, { most: limit, pages });
    const rows = items.map(runRow);
    const next = new URLSearchParams(defined({ ...request.query, cursor }) as Record<string, string>);
    const link = cursor === undefined ? {} : { link: `</v1/runs/export?${next}>; rel="next"` };
    if (format === 'csv') {
      const text = runsTable(rows, query.cursor === undefined);
      return { status: 200, headers: { ...file('runs.csv', csvType), ...link }, text };
    }
    const body = { items: rows, ...defined({ cursor }) };
    return { status: 200, headers: { ...file('runs.json', 'application/json'), ...link }, body };
  },
};
