import { useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { useCallback, useRef, useState } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { toast } from 'sonner';
import { type Diagnostic, knownNamesQuery, type Latest, schemaQuery } from '../../api/editor-queries.ts';
import { Loading } from '../../ui/states.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { useTitle } from '../../ui/use-title.ts';
import { withMod } from '../../ui/with-mod.ts';
import { CanvasPane } from './canvas-pane.tsx';
import { clampShare, Divider, evenShare } from './divider.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { Missing } from './missing.tsx';
import { Notices } from './notices.tsx';
import { countWords, Problems } from './problems.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { sample } from './sample.ts';
import type { Outline } from './text/outline.ts';
import type { TextHandle } from './text/text-editor.tsx';
import { Toolbar } from './toolbar.tsx';
import { useCheck } from './use-check.ts';
import { useChunk } from './use-chunk.ts';
import { type Base, useDraft } from './use-draft.ts';

const loadText = () => import('./text/text-editor.tsx');

const panes = { text: 'Text', canvas: 'Canvas', problems: 'Problems' } as const;
type Pane = keyof typeof panes;

const shareKey = 'sluice.editor.share';
const noDiagnostics: Diagnostic[] = [];
const nothingKnown = { variables: [], secrets: [] };

/** The text of a flow beside its canvas: checked while it is written, and published from here. */
export function Workbench({
  flow,
  latest,
  may,
}: {
  flow: string | undefined;
  latest: Latest | undefined;
  may: boolean;
}) {
  const navigate = useNavigate();
  const wide = useMedia('(min-width: 1200px)');
  const phone = useMedia('(max-width: 767px)');
  const chunk = useChunk(loadText);
  const editor = useRef<TextHandle>(null);
  const [base, setBase] = useState<Base>({ text: latest?.source ?? sample, version: latest?.version });
  const draft = useDraft(flow, base);
  const { text, dirty } = draft;
  const check = useCheck(text, may);
  const [outline, setOutline] = useState<Outline>();
  const [step, setStep] = useState<string>();
  const [pane, setPane] = useState<Pane>('text');
  const [listed, setListed] = useState(true);
  const [publishing, setPublishing] = useState(false);
  const [refused, setRefused] = useState<{ text: string; diagnostics: Diagnostic[] }>();
  const [share, setShare] = useState(() => clampShare(Number(localStorage.getItem(shareKey) ?? evenShare)));
  const schema = useQuery(schemaQuery);
  const known = useQuery(knownNamesQuery);

  const last = refused?.text === text ? refused : check.said;
  // What was said of an older text holds no more once nobody can say anything of this one.
  const said = check.trouble === undefined || last?.text === text ? last : undefined;
  const diagnostics = said?.diagnostics ?? noDiagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const title = outline?.title ?? latest?.title ?? flow ?? 'New flow';
  const compiled = check.good?.compiled ?? latest;
  const flowInText = (check.good?.text === text ? check.good.compiled.flow : outline?.flow) ?? flow;

  const state =
    base.version === undefined ? 'Not published yet' : `Version ${base.version}${dirty ? ' · you changed it' : ''}`;
  useTitle(`${errors > 0 ? `${countWords(diagnostics.length)} · ` : dirty ? 'Changed · ' : ''}${title} · Editor`);

  const nothingNew = !dirty && base.version !== undefined;
  const hindrance = nothingNew
    ? 'Nothing has changed'
    : errors > 0
      ? `Mend ${errors === 1 ? 'the error' : `${errors} errors`} first`
      : draft.offered !== undefined
        ? 'Decide about your draft first'
        : undefined;

  const show = useCallback((at: Pane, then: () => void) => {
    setPane(at);
    // A text that is hidden cannot be scrolled.
    requestAnimationFrame(then);
  }, []);
  const goToProblem = (position: NonNullable<Diagnostic['position']>) =>
    show('text', () => editor.current?.goToLine(position));
  const choose = useCallback(
    (id: string) => {
      const found = outline?.steps.find((each) => each.id === id);
      if (found !== undefined) show('text', () => editor.current?.goTo(found.idFrom, found.idTo));
    },
    [outline, show],
  );
  const openPublish = () => {
    if (hindrance === undefined && flowInText !== undefined) setPublishing(true);
    else if (errors > 0) {
      setListed(true);
      setPane('problems');
      const first = diagnostics.find(({ severity }) => severity === 'error')?.position;
      if (first !== undefined && !phone) editor.current?.goToLine(first);
    }
  };
  useHotkeys('mod+enter, mod+s', openPublish, {
    enabled: may && !publishing,
    enableOnFormTags: true,
    enableOnContentEditable: true,
    preventDefault: true,
  });
  const take = (version: Base) => {
    const before = { base, text };
    setBase(version);
    editor.current?.replace(version.text);
    toast(`This is version ${version.version} again`, {
      action: {
        label: 'Undo',
        onClick: () => {
          setBase(before.base);
          editor.current?.replace(before.text);
        },
      },
    });
  };
  const revert = () => {
    if (base.version !== undefined) return take(base);
    editor.current?.replace(base.text);
  };

  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && !draft.leaving && (current.pathname !== next.pathname || current.search !== next.search),
    enableBeforeUnload: () => dirty && !draft.leaving,
    withResolver: true,
  });
  const setSplit = useCallback((wanted: number) => {
    localStorage.setItem(shareKey, String(wanted));
    setShare(wanted);
  }, []);

  const newer =
    latest !== undefined && base.version !== undefined && latest.version > base.version ? latest : undefined;
  const areas = wide
    ? {
        gridTemplate: `"text divider canvas" minmax(0, 1fr) "problems divider canvas" auto / minmax(0, ${share}fr) 1px minmax(0, ${100 - share}fr)`,
      }
    : phone
      ? { gridTemplate: `"tabs" auto "${pane}" minmax(0, 1fr) / minmax(0, 1fr)` }
      : {
          gridTemplate: `"text" minmax(0, ${share}fr) "problems" auto "divider" 1px "canvas" minmax(0, ${100 - share}fr) / minmax(0, 1fr)`,
        };
  const paneProps = (name: Pane) => ({
    id: `editor-${name}`,
    hidden: phone && pane !== name,
    style: { gridArea: name },
    ...(phone
      ? { role: 'tabpanel', 'aria-labelledby': `editor-tab-${name}` }
      : { role: 'region', 'aria-label': panes[name] }),
  });

  return (
    <div className="flex h-[calc(100dvh-56px)] min-h-[480px] flex-col max-md:h-[calc(100dvh-120px)]">
      <Toolbar
        flow={flow}
        title={title}
        state={state}
        hindrance={hindrance}
        onRevert={may && dirty ? revert : undefined}
        onPublish={may ? openPublish : undefined}
      />
      <Notices
        may={may}
        draft={draft}
        begunWith={base.version}
        newer={publishing ? undefined : newer}
        onContinue={(kept) => {
          editor.current?.replace(kept);
          draft.decided();
        }}
        onTake={({ source, version }) => take({ text: source, version })}
      />
      <div className="grid min-h-0 grow" style={areas}>
        {phone && (
          <Tabs.Root value={pane} onValueChange={(value) => setPane(value as Pane)} style={{ gridArea: 'tabs' }}>
            <Tabs.List aria-label="What is shown" className="flex border-b border-line bg-surface">
              {Object.entries(panes)
                .filter(([name]) => may || name !== 'problems')
                .map(([name, word]) => (
                  <Tabs.Trigger
                    key={name}
                    value={name}
                    id={`editor-tab-${name}`}
                    aria-controls={`editor-${name}`}
                    className="h-11 grow border-b-2 border-transparent text-ink-2 data-[state=active]:border-ink data-[state=active]:font-semibold data-[state=active]:text-ink focus-visible:outline-offset-[-2px]"
                  >
                    {word}
                    {name === 'problems' && diagnostics.length > 0 && ` (${diagnostics.length})`}
                  </Tabs.Trigger>
                ))}
            </Tabs.List>
          </Tabs.Root>
        )}
        <div {...paneProps('text')} className="flex min-h-0 min-w-0 flex-col bg-surface">
          <div className="min-h-0 grow">
            {chunk.failed && <Missing what="The editor" again={chunk.again} />}
            {chunk.module === undefined && !chunk.failed && <Loading lines={12} label="Loading the editor" />}
            {chunk.module !== undefined && (
              <chunk.module.TextEditor
                ref={editor}
                text={draft.start}
                readOnly={!may || draft.offered !== undefined}
                wrap={phone}
                label={`The flow ${title}, as YAML`}
                hint="editor-hint"
                said={said}
                schema={schema.data}
                known={known.data ?? nothingKnown}
                onChange={draft.setText}
                onOutline={setOutline}
                onStep={setStep}
              />
            )}
          </div>
          <p id="editor-hint" className="border-t border-line px-4 py-1 text-meta text-ink-3 max-md:sr-only">
            {may ? 'Tab indents; Escape, then Tab leaves the text. ' : 'Tab leaves the text. '}
            <span className="max-lg:sr-only">
              Ctrl+Space completes, {withMod('F')} finds, F8 goes to the next problem.
            </span>
          </p>
        </div>
        {may && (
          <div
            {...paneProps('problems')}
            className={`flex min-w-0 flex-col bg-surface md:border-t md:border-line ${phone ? 'min-h-0' : 'max-h-60'}`}
          >
            <Problems
              diagnostics={said?.diagnostics}
              busy={check.busy}
              trouble={check.trouble}
              again={check.again}
              leave={draft.leave}
              open={phone || listed}
              {...(phone ? {} : { onOpen: setListed })}
              onGo={goToProblem}
            />
          </div>
        )}
        {!phone && <Divider share={share} onShare={setSplit} across={!wide} controls="editor-text" />}
        <div {...paneProps('canvas')} className="flex min-h-0 min-w-0 flex-col">
          {(!phone || pane === 'canvas') && (
            <CanvasPane
              graph={compiled?.graph}
              forecast={compiled?.forecast}
              outline={outline}
              diagnostics={diagnostics}
              errors={errors}
              chosen={step}
              onChoose={choose}
            />
          )}
        </div>
      </div>
      {flowInText !== undefined && (
        <PublishDialog
          open={publishing}
          onOpenChange={setPublishing}
          text={text}
          flow={flowInText}
          edited={flow}
          begunWith={base.version}
          warnings={diagnostics.length}
          forecast={check.good?.text === text ? check.good.compiled.forecast : undefined}
          onRefused={(found) => setRefused({ text, diagnostics: found })}
          onPublished={({ flow: published, version }) => {
            setBase({ text, version });
            if (published !== flow)
              void navigate({ to: '/editor', search: { flow: published }, replace: true, ignoreBlocker: true });
          }}
        />
      )}
      <LeaveDialog
        open={blocker.status === 'blocked'}
        stay={() => blocker.reset?.()}
        leave={() => blocker.proceed?.()}
      />
    </div>
  );
}
