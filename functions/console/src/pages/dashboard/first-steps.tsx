import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FlowRow } from '../../api/types.ts';
import { config } from '../../app/config.ts';
import type { Me } from '../../app/session.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';

function Step({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b border-line px-4 py-4 last:border-0">
      <div className="min-w-0 max-w-prose grow basis-72">
        <h3 className="font-semibold">{title}</h3>
        <p className="text-ink-2">{children}</p>
      </div>
      {action}
    </li>
  );
}

/** For a deployment in which nothing has happened yet: what to do first. */
export function FirstSteps({ flows, me }: { flows: readonly FlowRow[]; me: Me }) {
  const { data: settings } = useQuery({ queryKey: ['config'], queryFn: config, staleTime: Number.POSITIVE_INFINITY });
  const sample = flows.find(({ id }) => id === 'pay-contractor') ?? flows[0];
  const local = settings?.issuer.includes('/_local/') === true;
  return (
    <Card title="First steps">
      <ol>
        {sample !== undefined && (
          <Step
            title={`Start “${sample.title}”`}
            action={
              me.scopes.has('flows.run') && (
                <Link
                  to="/flows/$id"
                  params={{ id: sample.id }}
                  search={{ dialog: 'run' }}
                  className={buttonClass('primary')}
                >
                  Start it
                </Link>
              )
            }
          >
            {me.scopes.has('flows.run')
              ? 'Watch it on its canvas until it asks somebody, decide, and see it end.'
              : 'Somebody who may start flows can; you see what becomes of it here.'}
          </Step>
        )}
        <Step
          title="Publish a flow of your own"
          action={
            me.scopes.has('flows.write') && (
              <Link to="/editor" className={buttonClass(sample === undefined ? 'primary' : 'plain')}>
                Open the editor
              </Link>
            )
          }
        >
          {me.scopes.has('flows.write')
            ? 'Write it in the editor, with its canvas beside it, or keep it as a file and publish it with the command line: sluice publish flow.yaml.'
            : 'That needs the scope flows.write, which you do not have.'}
        </Step>
        <Step
          title="Where the mails are"
          action={
            local && (
              <a href="/_local/mail" className={buttonClass()}>
                Open the mailbox
              </a>
            )
          }
        >
          {local
            ? 'Who is asked gets a mail with a link. On this machine no mail leaves: all of them are in one mailbox.'
            : 'Who is asked gets a mail with a link; the link decides nothing until a button on its page is pressed.'}
        </Step>
      </ol>
    </Card>
  );
}
