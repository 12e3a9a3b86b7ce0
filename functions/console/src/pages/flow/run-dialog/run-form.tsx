import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { call } from '../../../api/client.ts';
import { settingsQuery, versionQuery } from '../../../api/flow-queries.ts';
import type { FlowView, JsonObject, StartedRun } from '../../../api/flow-types.ts';
import { meQuery } from '../../../api/queries.ts';
import type { RunView } from '../../../api/types.ts';
import { Button } from '../../../ui/button.tsx';
import { shortId } from '../../../ui/short-id.ts';
import { Loading } from '../../../ui/states.tsx';
import { withMod } from '../../../ui/with-mod.ts';
import { environmentNames } from '../environments.tsx';
import { Choice, ProfileChoice, StartChoice } from './choices.tsx';
import type { FormContext } from './form-context.ts';
import { fieldId, initialValues, labelOf, sentValues } from './form-schema.ts';
import { ParamsForm } from './params-form.tsx';
import { type ParamProblem, problemsOf } from './problems.ts';
import { type Place, type Refusal, refusalOf } from './refusal.ts';

type Mode = RunView['mode'];
type Checkpoints = RunView['checkpointMode'];

const anything: JsonObject = { type: 'object', additionalProperties: true };
const nothing: JsonObject = { type: 'object' };
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const modes = [
  { value: 'interactive', label: 'Interactive', hint: 'somebody watches' },
  { value: 'background', label: 'Background', hint: 'nobody does' },
];
const checkpointModes = [
  { value: 'template', label: 'Template', hint: 'where the flow has them' },
  { value: 'every', label: 'Every step' },
  { value: 'none', label: 'None' },
];

/** A field that loses the focus may show what is wrong with it, which moves the button before it is let go. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** The first environment that runs a version. */
const presetEnvironment = (flow: FlowView) =>
  environmentNames.find((name) => flow.environments[name] !== undefined) ?? environmentNames[0];

/** The parameters and the choices of a run, and what stands between them and its start. */
export function RunForm({
  flow,
  from,
  onDirty,
  onClose,
}: {
  flow: FlowView;
  /** The run whose values are filled in. */
  from: RunView | undefined;
  onDirty: () => void;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const { data: settings } = useQuery(settingsQuery);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [environment, setEnvironment] = useState(() =>
    from !== undefined && flow.environments[from.environment] !== undefined
      ? from.environment
      : presetEnvironment(flow),
  );
  const [mode, setMode] = useState<Mode>(from?.mode ?? 'interactive');
  const [checkpoints, setCheckpoints] = useState<Checkpoints>(from?.checkpointMode ?? 'template');
  const [profile, setProfile] = useState(from?.profile ?? '');
  const [at, setAt] = useState<string>();

  const version = flow.environments[environment];
  const { data: pinned, error: unread } = useQuery({
    ...versionQuery(flow.id, version ?? flow.latest),
    enabled: version !== undefined && version !== flow.latest,
  });
  const definition = version === undefined || version === flow.latest ? flow.definition : pinned?.definition;
  const given = isObject(from?.params) ? from.params : {};
  const declared = definition?.params;
  const schema = isObject(declared) ? declared : Object.keys(given).length > 0 ? anything : nothing;

  const [values, setValues] = useState<JsonObject>(() => initialValues(schema, given));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [attempted, setAttempted] = useState(false);
  const [broken, setBroken] = useState<Record<string, ParamProblem>>({});
  const [refusal, setRefusal] = useState<Refusal>();
  const form = useRef<HTMLFormElement>(null);
  const report = useCallback<FormContext['report']>((path, message) => {
    const problem = { path, message: `This is no JSON: ${message}`, missing: false };
    setBroken(({ [fieldId(path)]: _before, ...rest }) =>
      message === undefined ? rest : { ...rest, [fieldId(path)]: problem },
    );
  }, []);

  const sent = useMemo(() => sentValues(schema, values), [schema, values]);
  const problems = useMemo(() => problemsOf(schema, sent), [schema, sent]);
  const shown = useMemo(
    () => [
      // What is missing is told at the foot, and at its field once somebody wanted to start.
      ...problems.filter(({ path, missing }) => attempted || (!missing && touched.has(fieldId(path)))),
      ...Object.values(broken),
      ...(refusal?.params ?? []),
    ],
    [problems, attempted, touched, broken, refusal],
  );

  const profiles = settings?.profiles ?? {};
  const repository = isObject(sent) ? sent.repositoryId : undefined;
  const byRepository = Object.keys(profiles).find(
    (name) => typeof repository === 'string' && profiles[name]?.repositories.includes(repository),
  );

  const change = (act: () => void) => {
    act();
    setRefusal(undefined);
    onDirty();
  };

  // The first field has the focus, not the button that closes; nothing may have been typed when it is there.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), []);

  const labels = (missing: boolean) =>
    problems.filter((each) => each.missing === missing).map(({ path }) => labelOf(schema, path));
  const reason = ((): string | undefined => {
    if (me?.scopes.has('flows.run') === false) return 'You may not start runs: that needs the scope flows.run.';
    if (flow.off !== undefined) return 'The flow is switched off; switch it on first.';
    if (version === undefined) return `No version runs in ${environment}. Put one there on the tab Versions.`;
    if (unread !== null) return `The version in ${environment} could not be read. ${unread.message}`;
    if (Object.keys(broken).length > 0) return 'One field is no JSON yet.';
    if (labels(true).length > 0) return `Still needed: ${labels(true).join(', ')}.`;
    if (labels(false).length > 0) return `Not right yet: ${labels(false).join(', ')}.`;
    if (at === '') return 'Choose when it is to start.';
    return undefined;
  })();

  const start = useMutation({
    mutationFn: () =>
      call<StartedRun>('POST', `/v1/flows/${encodeURIComponent(flow.id)}/runs`, {
        headers: { 'idempotency-key': key },
        body: {
          params: sent,
          environment,
          mode,
          checkpoints,
          ...(profile === '' ? {} : { profile }),
          ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
        },
      }),
    onSuccess: async ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['runs'] });
      void queries.invalidateQueries({ queryKey: ['health', flow.id] });
      await navigate({ to: '/runs/$id', params: { id } });
    },
    onError: (error) => {
      const refused = refusalOf(error, sent);
      if (refused.spent) setKey(crypto.randomUUID());
      setRefusal(refused);
      const first = refused.params[0];
      if (first !== undefined) focusOn(fieldId(first.path));
    },
  });

  const focusOn = (id: string) => {
    const field = document.getElementById(id);
    const target =
      field?.matches('fieldset') === true ? field.querySelector<HTMLElement>('input, select, button') : field;
    (target ?? field)?.focus();
  };
  const submit = () => {
    if (start.isPending) return;
    setAttempted(true);
    if (reason === undefined) start.mutate();
    else {
      const first = Object.keys(broken)[0] ?? (problems[0] === undefined ? undefined : fieldId(problems[0].path));
      if (first !== undefined) focusOn(first);
    }
  };
  useHotkeys('mod+enter', submit, { enableOnFormTags: true, preventDefault: true });

  const said = (place: Place) =>
    refusal?.place === place && refusal.lines.length > 0 ? (
      <div role="alert" className="flex flex-col gap-1 text-failed">
        {refusal.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    ) : undefined;

  if (definition === undefined && unread === null) return <Loading label="Loading the version" />;
  return (
    <form
      ref={form}
      noValidate
      className="flex min-h-0 grow flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex min-h-0 grow flex-col gap-5 overflow-y-auto px-5 pt-1 pb-5">
        {from !== undefined && (
          <p className="text-ink-2">
            Filled in with the values of run{' '}
            <Link to="/runs/$id" params={{ id: from.id }} className="font-mono">
              {shortId(from.id)}
            </Link>
            . This starts a new run.
          </p>
        )}
        {schema === nothing ? (
          <p className="text-ink-2">The flow takes no parameters.</p>
        ) : (
          <ParamsForm
            key={schema === anything ? 'anything' : `v${version}`}
            schema={schema}
            values={values}
            problems={shown}
            report={report}
            onChange={(next) => change(() => setValues(next))}
            onTouch={(id) => setTouched((before) => (before.has(id) ? before : new Set([...before, id])))}
          />
        )}
        {said('params')}
        <div className="flex flex-col gap-5 border-t border-line pt-5">
          <Choice
            legend="Environment"
            options={environmentNames.map((name) => {
              const runs = flow.environments[name];
              return {
                value: name,
                label: name,
                hint: runs === undefined ? 'no version' : `version ${runs}`,
                disabled: runs === undefined,
              };
            })}
            value={environment}
            preset={presetEnvironment(flow)}
            onChange={(value) => change(() => setEnvironment(value))}
            problem={said('environment')}
          />
          <Choice
            legend="Mode"
            options={modes}
            value={mode}
            preset="interactive"
            onChange={(value) => change(() => setMode(value as Mode))}
          />
          <Choice
            legend="Checkpoints"
            options={checkpointModes}
            value={checkpoints}
            preset="template"
            onChange={(value) => change(() => setCheckpoints(value as Checkpoints))}
          />
          {Object.keys(profiles).length > 0 && (
            <ProfileChoice
              names={Object.keys(profiles)}
              value={profile}
              preset={byRepository}
              reason={byRepository === undefined ? undefined : `It has the repository ${String(repository)}.`}
              onChange={(value) => change(() => setProfile(value))}
              problem={said('profile')}
            />
          )}
          <StartChoice at={at} onChange={(value) => change(() => setAt(value))} problem={said('start')} />
        </div>
      </div>
      <footer className="flex flex-col gap-3 border-t border-line px-5 py-4">
        {said('foot')}
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <p id="run-reason" aria-live="polite" className="min-w-0 grow basis-48 text-meta text-ink-2">
            {reason}
          </p>
          <Button onMouseDown={keepFocus} onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            look="primary"
            onMouseDown={keepFocus}
            aria-disabled={reason !== undefined || start.isPending}
            aria-describedby="run-reason"
          >
            {start.isPending ? 'Starting…' : `${at === undefined ? 'Start' : 'Schedule'} in ${environment}`}
            <kbd aria-hidden className="font-mono text-[12px] font-normal max-md:hidden">
              {withMod('Enter')}
            </kbd>
          </Button>
        </div>
      </footer>
    </form>
  );
}
