import { useMemo } from 'react';
import { countLines, TextDiff } from '../flow/compare/text-diff.tsx';

/** What changes from the latest version to the text, line by line in one column, and how much. */
export function Change({ version, from, to }: { version: number; from: string; to: string }) {
  const { added, removed } = useMemo(() => countLines(from, to), [from, to]);
  return (
    <section aria-label="What changes" className="flex min-h-0 flex-col gap-2">
      <p className="text-meta text-ink-2">
        <span className="font-mono text-complete">+{added}</span>{' '}
        <span className="font-mono text-failed">−{removed}</span> lines against version {version}
      </p>
      <div className="max-h-[45vh] overflow-y-auto rounded-control border border-line">
        <TextDiff
          from={{ text: from, label: `version ${version}` }}
          to={{ text: to, label: 'Your text' }}
          beside={false}
        />
      </div>
    </section>
  );
}
