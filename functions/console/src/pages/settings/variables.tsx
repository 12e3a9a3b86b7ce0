import { useState } from 'react';
import type { Environment, Variable } from '../../api/environment-queries.ts';
import { Field } from '../../ui/field.tsx';
import { settingNameProblem } from './checks.ts';
import { FormDialog } from './form.tsx';
import { HeldCard, type HeldForm, useHold } from './held.tsx';

function VariableForm({ environment, before, taken, onClose }: HeldForm<Variable>) {
  const [name, setName] = useState(before?.name ?? '');
  const [value, setValue] = useState(before?.value ?? '');
  const [tried, setTried] = useState(false);
  const save = useHold(environment, 'variables', 'PUT', 'The variable is set.', onClose);
  const problem = before === undefined ? settingNameProblem(name, taken) : undefined;
  return (
    <FormDialog
      title={before === undefined ? `Add a variable to ${environment}` : `Change ${before.name} of ${environment}`}
      hint="Flows read it as env.NAME. Anybody who may look may read it: what is secret belongs below."
      open
      busy={save.isPending}
      error={save.error?.message}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (problem === undefined) save.mutate({ name, body: { value } });
      }}
    >
      {before === undefined && (
        <Field label="Name" error={tried ? problem : undefined}>
          {(input) => (
            <input {...input} value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      )}
      <Field label="Value">
        {(input) => (
          <textarea
            {...input}
            rows={3}
            value={value}
            maxLength={4_096}
            spellCheck={false}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** The variables of an environment. */
export const VariablesCard = (props: { environment: Environment; may: boolean }) => (
  <HeldCard
    {...props}
    kind="variables"
    title="Variables"
    what="variable"
    none="There is none. Flows read variables as env.NAME."
    row={({ value }) => <span className="block font-mono text-meta leading-6 break-all">{value}</span>}
    Form={VariableForm}
  />
);
