import {
  Check,
  ChevronDown,
  ChevronUp,
  CircleX,
  Info,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
  WifiOff,
} from 'lucide-react';
import type { Diagnostic } from '../../api/editor-queries.ts';
import { signIn } from '../../app/session.ts';
import type { Signal } from '../../ui/status.ts';
import type { Trouble } from './use-check.ts';

const looks: Record<Diagnostic['severity'], { Icon: LucideIcon; signal: Signal; word: string }> = {
  error: { Icon: CircleX, signal: 'failed', word: 'Error' },
  warning: { Icon: TriangleAlert, signal: 'refused', word: 'Warning' },
  info: { Icon: Info, signal: 'pending', word: 'Note' },
};

/** "2 problems", "No problems". */
export const countWords = (count: number): string =>
  count === 0 ? 'No problems' : count === 1 ? '1 problem' : `${count} problems`;

const worst = (diagnostics: Diagnostic[]) =>
  diagnostics.find(({ severity }) => severity === 'error')?.severity ?? diagnostics[0]?.severity;

/** Whether the text is checked, in a word; what hinders it, with the way out. */
function Checked({
  busy,
  trouble,
  again,
  leave,
}: {
  busy: boolean;
  trouble: Trouble | undefined;
  again: () => void;
  leave: () => void;
}) {
  if (trouble?.kind === 'signed-out')
    return (
      <button
        type="button"
        className="font-semibold underline"
        onClick={() => {
          leave();
          void signIn();
        }}
      >
        Sign in and come back
      </button>
    );
  if (trouble !== undefined)
    return (
      <button type="button" className="font-semibold underline" onClick={again}>
        Check again
      </button>
    );
  return busy ? (
    <span className="flex items-center gap-1.5 text-ink-3">
      <LoaderCircle aria-hidden size={14} className="animate-spin" /> Checking…
    </span>
  ) : null;
}

const troubles: Record<Trouble['kind'], string> = {
  offline: 'Not checked: the server cannot be reached. Your text is kept in this tab.',
  'signed-out': 'Not checked: your session has ended. Your text is kept in this tab.',
  refused: 'Not checked.',
};

/** What is wrong with the text: how many, and each with its place and the way to mend it. */
export function Problems({
  diagnostics,
  busy,
  trouble,
  again,
  leave,
  open,
  onOpen,
  onGo,
}: {
  diagnostics: Diagnostic[] | undefined;
  busy: boolean;
  trouble: Trouble | undefined;
  again: () => void;
  /** Called before the page is left for the sign-in page. */
  leave: () => void;
  open: boolean;
  /** Without it the list is always shown. */
  onOpen?: (open: boolean) => void;
  onGo: (position: NonNullable<Diagnostic['position']>) => void;
}) {
  const found = diagnostics ?? [];
  const severity = worst(found);
  const { Icon, signal } = severity === undefined ? { Icon: Check, signal: 'complete' as const } : looks[severity];
  const Arrow = open ? ChevronDown : ChevronUp;
  const words = (
    <>
      {diagnostics !== undefined && <Icon aria-hidden size={16} style={{ color: `var(--${signal})` }} />}
      {diagnostics === undefined ? 'Problems' : countWords(found.length)}
    </>
  );
  return (
    <>
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1 text-meta">
        {onOpen === undefined || found.length === 0 ? (
          <h2 className="flex items-center gap-2 font-semibold">{words}</h2>
        ) : (
          <h2 className="font-semibold">
            <button
              type="button"
              aria-expanded={open}
              aria-controls="editor-problems-list"
              className="flex h-7 items-center gap-2 rounded-control hover:text-ink"
              onClick={() => onOpen(!open)}
            >
              {words} <Arrow aria-hidden size={16} className="text-ink-3" />
            </button>
          </h2>
        )}
        <div className="ml-auto">
          <Checked busy={busy} trouble={trouble} again={again} leave={leave} />
        </div>
        <span role="status" className="sr-only">
          {trouble === undefined && !busy && diagnostics !== undefined ? countWords(found.length) : ''}
        </span>
      </div>
      <div id="editor-problems-list" hidden={!open && trouble === undefined} className="min-h-0 overflow-y-auto">
        {trouble !== undefined && (
          <p role="alert" className="flex items-start gap-2 border-t border-line px-4 py-2 text-awaiting">
            {trouble.kind === 'offline' ? (
              <WifiOff aria-hidden size={16} className="mt-0.5 shrink-0" />
            ) : (
              <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
            )}
            <span>
              {troubles[trouble.kind]} {trouble.kind === 'refused' && trouble.message}
            </span>
          </p>
        )}
        {open && found.length > 0 && (
          <ul className="border-t border-line py-1">
            {found.map((each) => (
              <Finding
                key={`${each.code} ${each.path} ${each.position?.line} ${each.position?.column} ${each.message}`}
                {...each}
                onGo={onGo}
              />
            ))}
          </ul>
        )}
        {onOpen === undefined && found.length === 0 && diagnostics !== undefined && (
          <p className="border-t border-line px-4 py-3 text-ink-3">This text can be published as it is.</p>
        )}
      </div>
    </>
  );
}

function Finding({
  severity,
  message,
  hint,
  position,
  code,
  onGo,
}: Diagnostic & { onGo: (position: NonNullable<Diagnostic['position']>) => void }) {
  const { Icon, signal, word } = looks[severity];
  const text = (
    <>
      <Icon role="img" aria-label={word} size={16} className="mt-0.5 shrink-0" style={{ color: `var(--${signal})` }} />
      <span className="min-w-0 grow">
        <span className="block break-words">{message}</span>
        <span className="block text-meta break-words text-ink-2">
          {hint} <span className="font-mono text-ink-3">{code}</span>
        </span>
      </span>
      {position !== undefined && (
        <span className="shrink-0 font-mono text-meta text-ink-3">
          <span className="sr-only">line </span>
          {position.line}:{position.column}
        </span>
      )}
    </>
  );
  const shape = 'flex w-full items-start gap-2 px-4 py-1.5 text-left';
  return (
    <li>
      {position === undefined ? (
        <div className={shape}>{text}</div>
      ) : (
        <button
          type="button"
          className={`${shape} hover:bg-line/60 focus-visible:outline-offset-[-2px]`}
          onClick={() => onGo(position)}
        >
          {text}
        </button>
      )}
    </li>
  );
}
