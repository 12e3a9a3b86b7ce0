import type { Route } from './request.ts';
import { decide, listCheckpoints, readCheckpoint } from './routes/checkpoints.ts';
import { deleteConnection, listConnections, putConnection } from './routes/connections.ts';
import { listDeliveries, replayDelivery } from './routes/deliveries.ts';
import { exportOneRun, exportRuns } from './routes/export.ts';
import {
  compare,
  listFlows,
  listVersions,
  pointEnvironment,
  readFlow,
  readFlowHealth,
  readVersion,
  switchFlow,
} from './routes/flows.ts';
import { readMe } from './routes/me.ts';
import { publishFlow } from './routes/publish-flow.ts';
import { cancelRun, listRuns, readEvents, readRun, readStep, verifyRun } from './routes/runs.ts';
import { changeSchedule, readSchedules } from './routes/schedules.ts';
import { deleteSecret, listSecrets, putSecret } from './routes/secrets.ts';
import { putSettings, readSettings } from './routes/settings.ts';
import { again, startInEnvironment, startRunRoute, testRunRoute } from './routes/start-run.ts';
import { readStatistics } from './routes/stats.ts';
import { listVariables, putVariable } from './routes/variables.ts';

/** Every route of the API. The first that fits is taken, so that fixed segments stand before parameters. */
export const routes: readonly Route[] = [
  readMe,
  readStatistics,
  publishFlow,
  listFlows,
  readFlow,
  readFlowHealth,
  switchFlow,
  compare,
  readSchedules,
  changeSchedule,
  listDeliveries,
  replayDelivery,
  listVersions,
  readVersion,
  pointEnvironment,
  startRunRoute,
  testRunRoute,
  startInEnvironment,
  listVariables,
  putVariable,
  listSecrets,
  putSecret,
  deleteSecret,
  listConnections,
  putConnection,
  deleteConnection,
  readSettings,
  putSettings,
  listRuns,
  exportRuns,
  readRun,
  exportOneRun,
  readStep,
  readEvents,
  verifyRun,
  cancelRun,
  again,
  listCheckpoints,
  readCheckpoint,
  decide,
];

/** The parameters of a path that fits a pattern, decoded; undefined when it does not fit. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      if (segment !== value) return undefined;
    } else {
      try {
        params[name] = decodeURIComponent(value);
      } catch {
        return undefined;
      }
    }
  }
  return params;
}
