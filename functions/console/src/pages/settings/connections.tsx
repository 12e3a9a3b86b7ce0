import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Connection, Environment } from '../../api/environment-queries.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { idProblem, problemsOf } from './checks.ts';
import { FormDialog } from './form.tsx';
import { HeldCard, type HeldForm, useHold } from './held.tsx';

interface Header {
  /** Tells rows apart while they are typed. */
  key: number;
  name: string;
  value: string;
}

function HeaderRows({
  headers,
  problemOf,
  onChange,
}: {
  headers: readonly Header[];
  problemOf: (name: string) => string | undefined;
  onChange: (headers: Header[]) => void;
}) {
  const set = (key: number, change: Partial<Header>) =>
    onChange(headers.map((each) => (each.key === key ? { ...each, ...change } : each)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-semibold">
        Headers <span className="font-normal text-ink-3">optional, sent with each request</span>
      </legend>
      {headers.map(({ key, name, value }, index) => (
        <div key={key} className="flex items-start gap-2">
          <div className="grid min-w-0 grow gap-2 sm:grid-cols-[2fr_3fr]">
            <Field label={`Name ${index + 1}`}>
              {(input) => (
                <input
                  {...input}
                  value={name}
                  placeholder="authorization"
                  spellCheck={false}
                  onChange={(event) => set(key, { name: event.target.value })}
                />
              )}
            </Field>
            <Field label={`Value ${index + 1}`} error={problemOf(name)}>
              {(input) => (
                <input
                  {...input}
                  value={value}
                  placeholder="Bearer {{ secrets.NAME }}"
                  spellCheck={false}
                  onChange={(event) => set(key, { value: event.target.value })}
                />
              )}
            </Field>
          </div>
          <IconButton
            label={`Remove header ${index + 1}`}
            className="mt-7"
            onClick={() => onChange(headers.filter((each) => each.key !== key))}
          >
            <X aria-hidden size={16} />
          </IconButton>
        </div>
      ))}
      <Button
        className="self-start"
        onClick={() =>
          onChange([...headers, { key: Math.max(0, ...headers.map((each) => each.key)) + 1, name: '', value: '' }])
        }
      >
        <Plus aria-hidden size={16} /> Add a header
      </Button>
    </fieldset>
  );
}

function ConnectionForm({ environment, before, taken, onClose }: HeldForm<Connection>) {
  const [name, setName] = useState(before?.name ?? '');
  const [url, setUrl] = useState(before?.url ?? '');
  const [headers, setHeaders] = useState<Header[]>(
    Object.entries(before?.headers ?? {}).map(([header, value], key) => ({ key, name: header, value })),
  );
  const [tried, setTried] = useState(false);
  const save = useHold(environment, 'connections', 'PUT', 'The connection is set.', onClose);
  const found = problemsOf(save.error);
  const said = (path: string) => found.find((each) => each.path === path)?.message;
  const problems = {
    name: before === undefined ? idProblem(name, taken) : undefined,
    url: url.trim() === '' ? 'Write the whole base URL, for instance https://crm.example.com/v2.' : undefined,
  };
  return (
    <FormDialog
      title={before === undefined ? `Add a connection to ${environment}` : `Change ${before.name} of ${environment}`}
      hint="A service that flows call by name. Each environment has its own of that name."
      open
      busy={save.isPending}
      error={found.length === 0 ? save.error?.message : undefined}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (problems.name !== undefined || problems.url !== undefined) return;
        const named = headers.filter((each) => each.name.trim() !== '');
        save.mutate({
          name,
          body: { url: url.trim(), headers: Object.fromEntries(named.map((each) => [each.name.trim(), each.value])) },
        });
      }}
    >
      {before === undefined && (
        <Field label="Name" error={tried ? problems.name : undefined}>
          {(input) => (
            <input {...input} value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      )}
      <Field label="Base URL" error={(tried ? problems.url : undefined) ?? said('url')}>
        {(input) => (
          <input
            {...input}
            inputMode="url"
            value={url}
            spellCheck={false}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <HeaderRows headers={headers} problemOf={(header) => said(`headers.${header.trim()}`)} onChange={setHeaders} />
    </FormDialog>
  );
}

/** The services that flows call by name. */
export const ConnectionsCard = (props: { environment: Environment; may: boolean }) => (
  <HeldCard
    {...props}
    kind="connections"
    title="Connections"
    what="connection"
    none="There is none. A step may name a connection instead of a whole URL."
    row={({ url, headers }) => (
      <>
        <span className="block font-mono text-meta leading-6 break-all">{url}</span>
        {Object.entries(headers).map(([header, value]) => (
          <span key={header} className="block font-mono text-meta leading-6 break-all text-ink-3">
            {header}: {value}
          </span>
        ))}
      </>
    )}
    Form={ConnectionForm}
    afterDeletion="Starts of flows that need it are refused from then on, and say so."
  />
);
