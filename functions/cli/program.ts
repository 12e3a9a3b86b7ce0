import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import type { Diagnostic } from '../../shared/flow/diagnostic.ts';
import { printDiagnostic } from '../../shared/flow/print-diagnostic.ts';
import { closedStatuses } from '../../shared/run/events.ts';
import { call, Refused, url } from './client.ts';

interface Step {
  path: string;
  title: string;
  status: string;
  attempt: number;
  reason?: string;
  summary?: string;
  error?: { type: string; message: string; suggestion?: string };
}
interface Run {
  id: string;
  title: string;
  status: string;
  outcome?: string;
  reason?: string;
  startedAt: string;
  steps: Step[];
  checkpoints: { id: string; step: string; status: string; message: string; to: string[]; expiresAt: string }[];
}
interface Global {
  json?: boolean;
  user: string;
}

/** Nothing of such a run goes on before a person has done something. */
const forPeople = ['awaiting_input', 'blocked'];
const marks: Record<string, string> = {
  complete: '✓',
  failed: '✕',
  skipped: '»',
  running: '…',
  awaiting_input: '‖',
  blocked: '!',
  cancelled: '⊘',
  pending: '·',
};
const isClosed = (status: string) => closedStatuses.some((each) => each === status);
/** How often a run is looked at while it is watched. */
const watchMs = 300;

const stepLine = ({ path, status, attempt, reason, summary, error }: Step) =>
  `  ${marks[status] ?? '?'} ${path.padEnd(24)} ${status}${attempt > 1 ? ` (attempt ${attempt})` : ''}${error !== undefined && status === 'failed' ? `: ${error.type}: ${error.message}` : reason !== undefined ? `: ${reason}` : summary !== undefined && status === 'complete' ? `: ${summary}` : ''}`;

const program = new Command('sluice')
  .description('Publish flows, start runs and decide checkpoints.')
  .option('--json', 'print JSON')
  .option('--user <name>', 'local user: admin, operator or viewer', 'admin')
  .exitOverride()
  .showHelpAfterError();
const options = () => program.opts<Global>();
const api = <T>(method: string, path: string, body?: unknown, type?: string) =>
  call<T>(options().user, method, path, body, type);
const print = (value: unknown, lines: () => string[]) =>
  console.log(options().json === true ? JSON.stringify(value, null, 2) : lines().join('\n'));

/** What a run asks of people, and how to answer. */
const askedLines = (run: Run): string[] =>
  run.checkpoints
    .filter((each) => each.status === 'pending')
    .map(
      (each) =>
        `  ‖ ${each.message}  asked of ${each.to.join(', ')}, open until ${each.expiresAt}\n    sluice approve ${run.id}   or   sluice reject ${run.id} --comment "why"`,
    );

const runLines = (run: Run): string[] => [
  `${run.id}  ${run.title}  ${run.status}${run.outcome === undefined ? '' : ` (${run.outcome})`}${run.reason === undefined ? '' : `: ${run.reason}`}`,
  ...run.steps.map(stepLine),
  ...askedLines(run),
];

/** Prints each change of a step until the run has ended or waits for a person; 1 unless it completed. */
async function watch(id: string): Promise<void> {
  const seen = new Map<string, string>();
  for (;;) {
    const run = await api<Run>('GET', `/v1/runs/${id}`);
    for (const step of run.steps) {
      const line = stepLine(step);
      if (step.status !== 'pending' && seen.get(step.path) !== line) console.log(line);
      seen.set(step.path, line);
    }
    if (isClosed(run.status) || forPeople.includes(run.status)) {
      for (const line of askedLines(run)) console.log(line);
      console.log(`${run.status}${run.reason === undefined ? '' : `: ${run.reason}`}`);
      if (run.status !== 'completed') process.exitCode = 1;
      return;
    }
    await setTimeout(watchMs);
  }
}

async function decide(run: string, action: 'approve' | 'reject', comment: string | undefined): Promise<void> {
  const { checkpoints } = await api<Run>('GET', `/v1/runs/${run}`);
  const open = checkpoints.filter((each) => each.status === 'pending');
  const [checkpoint] = open;
  if (checkpoint === undefined) throw new Refused(409, { detail: `Nothing of run ${run} waits for a decision.` });
  if (open.length > 1)
    throw new Refused(409, {
      detail: `Several things of run ${run} wait: ${open.map((each) => each.step).join(', ')}. Decide them by their links.`,
    });
  const decided = await api('POST', `/v1/checkpoints/${checkpoint.id}/decision`, { action, comment });
  print(decided, () => [`${action === 'approve' ? 'Approved' : 'Rejected'}: ${checkpoint.message}`]);
}

program
  .command('publish <file>')
  .description('publish a flow; exits 2 with every finding when it is not valid')
  .option('--dry-run', 'store nothing')
  .action(async (file: string, { dryRun }: { dryRun?: boolean }) => {
    const source = readFileSync(file, 'utf8');
    const type = file.endsWith('.json') ? 'application/json' : 'application/yaml';
    try {
      const done = await api<{
        flow: string;
        version?: number;
        forecast: { transitions: { least: number }; priceUsd: { least: number; most: number } };
        diagnostics: Diagnostic[];
      }>('POST', `/v1/flows${dryRun === true ? '?dryRun=true' : ''}`, source, type);
      print(done, () => [
        ...done.diagnostics.map((each) => printDiagnostic(each, source, file)),
        `${done.flow} ${done.version === undefined ? 'is valid' : `version ${done.version}`}: ${done.forecast.transitions.least} transitions a run, $${done.forecast.priceUsd.least} to $${done.forecast.priceUsd.most}`,
      ]);
    } catch (error) {
      if (!(error instanceof Refused) || !Array.isArray(error.body.diagnostics) || options().json === true) throw error;
      for (const each of error.body.diagnostics as Diagnostic[]) console.error(printDiagnostic(each, source, file));
      throw error;
    }
  });
program
  .command('flows')
  .description('list flows')
  .action(async () => {
    const { items } = await api<{ items: { id: string; title: string; latest: number }[] }>('GET', '/v1/flows');
    print(items, () => items.map((each) => `${each.id.padEnd(32)} v${each.latest}  ${each.title}`));
  });
program
  .command('run <flow>')
  .description('start a run')
  .option('-p, --params <json>', 'parameters as JSON', '{}')
  .option('-e, --environment <name>')
  .option(
    '-w, --watch',
    'print each step as it happens, until the run has ended or waits for a person; exits 1 unless it completes',
  )
  .action(async (flow: string, given: { params: string; environment?: string; watch?: boolean }) => {
    let params: unknown;
    try {
      params = JSON.parse(given.params);
    } catch (error) {
      throw new Refused(400, {
        detail: `--params is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
    const started = await api<{ id: string; status: string }>('POST', `/v1/flows/${flow}/runs`, {
      params,
      environment: given.environment,
    });
    print(started, () => [`${started.id}  ${started.status}`]);
    if (given.watch === true) await watch(started.id);
  });
program
  .command('runs')
  .description('list runs, newest first')
  .option('-s, --status <status>')
  .option('-f, --flow <flow>')
  .action(async (filter: Record<string, string>) => {
    const { items } = await api<{ items: Run[] }>('GET', `/v1/runs?${new URLSearchParams(filter)}`);
    print(items, () => items.map((each) => `${each.id}  ${each.status.padEnd(15)} ${each.startedAt}  ${each.title}`));
  });
program
  .command('show <run>')
  .description('show a run and its steps')
  .action(async (id: string) => {
    const run = await api<Run>('GET', `/v1/runs/${id}`);
    print(run, () => runLines(run));
  });
for (const action of ['approve', 'reject'] as const)
  program
    .command(`${action} <run>`)
    .description(`${action} what waits in a run`)
    .option('-c, --comment <text>')
    .action((run: string, { comment }: { comment?: string }) => decide(run, action, comment));
program
  .command('cancel <run>')
  .description('cancel a run')
  .option('-r, --reason <text>')
  .action(async (id: string, body: Record<string, string>) =>
    print(await api('POST', `/v1/runs/${id}/cancel`, body), () => [`${id}  cancelled`]),
  );
program
  .command('again <run>')
  .description('start a new run with the values of an earlier one')
  .action(async (id: string) => {
    const started = await api<{ id: string; status: string }>('POST', `/v1/runs/${id}/again`);
    print(started, () => [`${started.id}  ${started.status}`]);
  });
program
  .command('promote <flow> [version]')
  .description('point an environment at a version: the latest, or the one that is named (a rollback)')
  .option('--to <environment>', 'sandbox or live', 'live')
  .action(async (flow: string, number: string | undefined, { to }: { to: string }) => {
    const version = number ?? (await api<{ latest: number }>('GET', `/v1/flows/${flow}`)).latest;
    const done = await api<{ diagnostics: Diagnostic[] }>('POST', `/v1/flows/${flow}/environments/${to}`, {
      version: Number(version),
    });
    print(done, () => [`${to} runs version ${version} of ${flow}`, ...done.diagnostics.map(({ message }) => message)]);
  });
program
  .command('compare <flow> <from> <to>')
  .description('compare two versions')
  .action(async (flow: string, from: string, to: string) => {
    const found = await api<{
      steps: { added: string[]; removed: string[]; changed: { id: string; fields: string[] }[] };
      settings: string[];
      diff: string;
    }>('GET', `/v1/flows/${flow}/compare?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);
    print(found, () => [
      ...found.steps.added.map((id) => `+ ${id}`),
      ...found.steps.removed.map((id) => `- ${id}`),
      ...found.steps.changed.map(({ id, fields }) => `~ ${id}: ${fields.join(', ')}`),
      ...(found.settings.length === 0 ? [] : [`settings: ${found.settings.join(', ')}`]),
      found.diff,
    ]);
  });
program
  .command('open <run>')
  .description('print the address of a run')
  .action((id: string) => console.log(`${url}/v1/runs/${id}`));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof Refused) {
    if (options().json === true) console.error(JSON.stringify(error.body));
    else console.error(`sluice: ${error.message}`);
    process.exitCode = error.exitCode;
  } else {
    console.error(`sluice: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}
