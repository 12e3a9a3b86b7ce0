import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import { versionsQuery } from '../../api/flow-queries.ts';
import type { FlowView, VersionRow } from '../../api/flow-types.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { useRowKeys } from '../../ui/rows.ts';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Loading, More, Problem } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { environmentNames } from './environments.tsx';
import { PointEnvironment, type Pointing, pointingWord } from './point-environment.tsx';

/** Where a version can be put: the environments that do not run it. */
function Use({ flow, version, onUse }: { flow: FlowView; version: number; onUse: (pointing: Pointing) => void }) {
  const others = environmentNames.filter((name) => flow.environments[name] !== version);
  if (others.length === 0) return null;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={buttonClass('plain')} aria-label={`Use version ${version}`}>
        Use <ChevronDown aria-hidden size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 rounded-card border border-line bg-surface p-1 shadow-sm"
        >
          {others.map((environment) => (
            <DropdownMenu.Item
              key={environment}
              className="flex h-9 cursor-pointer items-center rounded-control px-3 outline-none data-highlighted:bg-line/60"
              onSelect={() => onUse({ environment, version })}
            >
              {pointingWord({ environment, version }, flow.environments[environment])}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Version({
  flow,
  row,
  chosen,
  onChoose,
  onUse,
}: {
  flow: FlowView;
  row: VersionRow;
  chosen: boolean;
  onChoose: () => void;
  onUse: ((pointing: Pointing) => void) | undefined;
}) {
  const { version, title, publishedAt, publishedBy } = row;
  return (
    <li
      data-row={version}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3 max-md:px-4 ${chosen ? 'bg-line/40' : ''}`}
    >
      <label className="grid size-6 place-items-center">
        <span className="sr-only">Compare version {version}</span>
        <input data-row-focus type="checkbox" checked={chosen} onChange={onChoose} className="size-4 accent-ink" />
      </label>
      <div className="min-w-0 grow basis-52">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold">Version {version}</span>
          {environmentNames
            .filter((name) => flow.environments[name] === version)
            .map((name) => (
              <span key={name} className="rounded-full border border-ink px-2.5 text-meta font-semibold">
                {name}
              </span>
            ))}
          {version === flow.latest && <span className="text-meta text-ink-3">latest</span>}
        </p>
        <p className="text-meta text-ink-2">
          {title !== flow.title && `${title} · `}
          {publishedBy.name ?? publishedBy.id} · <Time at={publishedAt} />
        </p>
      </div>
      <div className="flex items-center gap-3">
        {version > 1 && (
          <Link
            to="/flows/$id/compare/$from/$to"
            params={{ id: flow.id, from: String(version - 1), to: String(version) }}
            className="inline-flex h-9 items-center"
          >
            What changed<span className="sr-only"> in version {version}</span>
          </Link>
        )}
        {onUse !== undefined && <Use flow={flow} version={version} onUse={onUse} />}
      </div>
    </li>
  );
}

/** Every publication: who, when, which environment runs it; two can be compared, and any can be put into an environment. */
export function VersionsTab({ flow, may }: { flow: FlowView; may: boolean }) {
  const versions = useInfiniteQuery(versionsQuery(flow.id));
  const [chosen, setChosen] = useState<number[]>([]);
  const [pointing, setPointing] = useState<Pointing>();
  const list = useRef<HTMLOListElement>(null);
  const rows = versions.data?.pages.flatMap(({ items }) => items) ?? [];
  useRowKeys(
    list,
    rows.map(({ version }) => String(version)),
  );
  if (versions.data === undefined)
    return versions.error === null ? (
      <Loading />
    ) : (
      <Problem error={versions.error} retry={() => void versions.refetch()} />
    );
  const [from, to] = chosen.toSorted((one, other) => one - other);
  // A third choice takes the place of the first.
  const choose = (version: number) =>
    setChosen((before) =>
      before.includes(version) ? before.filter((each) => each !== version) : [...before.slice(-1), version],
    );
  return (
    <>
      <StaleNote query={versions} />
      <div className="flex min-h-14 flex-wrap items-center justify-between gap-3 px-5 py-3 max-md:px-4">
        <p aria-live="polite" className="text-ink-2">
          {to !== undefined
            ? `Versions ${from} and ${to} are chosen.`
            : from === undefined
              ? 'Choose two versions to compare them.'
              : `Version ${from} is chosen; choose another.`}
        </p>
        {from !== undefined && to !== undefined ? (
          <Link
            to="/flows/$id/compare/$from/$to"
            params={{ id: flow.id, from: String(from), to: String(to) }}
            className={buttonClass('primary')}
          >
            <ArrowLeftRight aria-hidden size={16} /> Compare {from} and {to}
          </Link>
        ) : (
          <Button aria-disabled>
            <ArrowLeftRight aria-hidden size={16} /> Compare
          </Button>
        )}
      </div>
      <ol ref={list} className="divide-y divide-line border-y border-line bg-surface">
        {rows.map((row) => (
          <Version
            key={row.version}
            flow={flow}
            row={row}
            chosen={chosen.includes(row.version)}
            onChoose={() => choose(row.version)}
            onUse={may ? setPointing : undefined}
          />
        ))}
      </ol>
      {versions.hasNextPage && (
        <More busy={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()} />
      )}
      {pointing !== undefined && (
        <PointEnvironment flow={flow} pointing={pointing} onClose={() => setPointing(undefined)} />
      )}
    </>
  );
}
