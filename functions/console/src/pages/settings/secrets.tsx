import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Environment, heldQuery } from '../../api/environment-queries.ts';
import { Field } from '../../ui/field.tsx';
import { settingNameProblem } from './checks.ts';
import { FormDialog } from './form.tsx';
import { DeleteHeld, HeldCard, SetBy, useHold } from './held.tsx';
import { Add, NamedRow, None } from './section.tsx';

const leastLetters = 8;

function SecretForm({
  environment,
  before,
  taken,
  onClose,
}: {
  environment: Environment;
  before: string | undefined;
  taken: readonly string[];
  onClose: () => void;
}) {
  const [name, setName] = useState(before ?? '');
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const save = useHold(environment, 'secrets', 'PUT', 'The secret is set.', onClose);
  const problems = {
    name: before === undefined ? settingNameProblem(name, taken) : undefined,
    value:
      value.length < leastLetters
        ? `A secret has at least ${leastLetters} letters: a shorter one would be found, and taken out, everywhere.`
        : undefined,
  };
  return (
    <FormDialog
      title={before === undefined ? `Add a secret to ${environment}` : `Replace ${before} of ${environment}`}
      hint="It is never shown again, to anybody. Flows use it as secrets.NAME."
      open
      busy={save.isPending}
      error={save.error?.message}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (problems.name === undefined && problems.value === undefined) save.mutate({ name, body: { value } });
      }}
    >
      {before === undefined && (
        <Field label="Name" error={tried ? problems.name : undefined}>
          {(input) => (
            <input
              {...input}
              value={name}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={before === undefined ? 'Value' : 'New value'} error={tried ? problems.value : undefined}>
        {(input) => (
          <input
            {...input}
            type="password"
            autoComplete="new-password"
            value={value}
            maxLength={4_096}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** The secrets of an environment: that they are there, who set them, and when. */
export function SecretsCard({ environment, may }: { environment: Environment; may: boolean }) {
  const { data = [] } = useQuery(heldQuery(environment, 'secrets'));
  const [editing, setEditing] = useState<{ before?: string }>();
  const [deleting, setDeleting] = useState<string>();
  return (
    <HeldCard
      environment={environment}
      kind="secrets"
      title="Secrets"
      aside={may && <Add what="Add a secret" onClick={() => setEditing({})} />}
      none={<None>There is none. A secret is set once, used by flows, and never shown.</None>}
      rows={data.map(({ name, setAt, setBy }) => (
        <NamedRow
          key={name}
          name={name}
          onEdit={may ? () => setEditing({ before: name }) : undefined}
          onDelete={may ? () => setDeleting(name) : undefined}
        >
          <SetBy setAt={setAt} setBy={setBy} />
        </NamedRow>
      ))}
    >
      {editing !== undefined && (
        <SecretForm
          environment={environment}
          before={editing.before}
          taken={data.map(({ name }) => name)}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteHeld
          environment={environment}
          kind="secrets"
          what="secret"
          name={deleting}
          onClose={() => setDeleting(undefined)}
        >
          Nobody can read it back. Steps and connections that use it fail from then on.
        </DeleteHeld>
      )}
    </HeldCard>
  );
}
