import { Link } from '@tanstack/react-router';
import { buttonClass } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Empty } from '../../ui/states.tsx';

const example = `flow: hello
title: Say hello
steps:
  - id: greet
    transform: { text: "Hello!" }
`;
const command = 'sluice publish hello.yaml';

/** There is no flow yet: how the first one is published. */
export function NoFlows({ may }: { may: boolean }) {
  return (
    <div className="pb-10">
      <Empty
        title="No flows yet"
        action={
          may ? (
            <Link to="/editor" className={buttonClass('primary')}>
              Write one here
            </Link>
          ) : undefined
        }
      >
        {may
          ? 'A flow is a text that names steps. Write it in the editor, or keep it as a file beside your code and publish that.'
          : 'Nobody has published one. That needs the scope flows.write, which you do not have.'}
      </Empty>
      {may && (
        <div className="mx-auto flex max-w-md flex-col gap-3 px-4">
          <pre className="overflow-x-auto rounded-card border border-line bg-surface p-4 font-mono text-meta">
            {example}
          </pre>
          <p className="flex items-center justify-between rounded-card border border-line bg-surface py-1 pr-2 pl-4 font-mono text-meta">
            {command} <Copy text={command} label="Copy the command" />
          </p>
        </div>
      )}
    </div>
  );
}
