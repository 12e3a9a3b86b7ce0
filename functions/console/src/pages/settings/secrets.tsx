import { useState } from 'react';
import type { Environment, Secret } from '../../api/environment-queries.ts';
import { Field } from '../../ui/field.tsx';
import { settingNameProblem } from './checks.ts';
import { FormDialog } from './form.tsx';
import { HeldCard, type HeldForm, useHold } from './held.tsx';

const leastLetters = 8;

function SecretForm({ environment, before, taken, onClose }: HeldForm<Secret>) {
  const [name, setName] = useState(before?.name ?? '');
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
      title={before === undefined ? `Add a secret to ${environment}` : `Replace ${before.name} of ${environment}`}
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
export const SecretsCard = (props: { environment: Environment; may: boolean }) => (
  <HeldCard
    {...props}
    kind="secrets"
    title="Secrets"
    what="secret"
    none="There is none. A secret is set once, used by flows, and never shown."
    row={() => null}
    Form={SecretForm}
    afterDeletion="Nobody can read it back. Steps and connections that use it fail from then on."
  />
);
