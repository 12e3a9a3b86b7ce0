import { useState } from 'react';
import type { Settings } from '../../api/flow-types.ts';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Field } from '../../ui/field.tsx';
import { addressesProblem, idProblem, linesOf } from './checks.ts';
import { FormDialog } from './form.tsx';
import { useSaveSettings, without } from './save-settings.ts';
import { Add, NamedRow, None } from './section.tsx';

type Groups = NonNullable<Settings['groups']>;

function GroupForm({ groups, before, onClose }: { groups: Groups; before: string | undefined; onClose: () => void }) {
  const [name, setName] = useState(before ?? '');
  const [text, setText] = useState(before === undefined ? '' : (groups[before]?.join('\n') ?? ''));
  const [tried, setTried] = useState(false);
  const save = useSaveSettings('The group is saved.', onClose);
  const addresses = linesOf(text);
  const problems = {
    name: idProblem(
      name,
      Object.keys(groups).filter((each) => each !== before),
    ),
    addresses: addressesProblem(addresses),
  };
  return (
    <FormDialog
      title={before === undefined ? 'Add a group' : `Change ${before}`}
      hint="Flows ask a group as group:name; everybody in it gets the mail, and any of them decides."
      open
      busy={save.isPending}
      error={save.error?.message}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (problems.name !== undefined || problems.addresses !== undefined) return;
        save.mutate((now) => ({ ...now, groups: { ...without(now.groups, before), [name]: addresses } }));
      }}
    >
      <Field
        label="Name"
        error={tried ? problems.name : undefined}
        hint={
          before !== undefined && name !== before ? `Flows that ask group:${before} have to be changed too.` : undefined
        }
      >
        {(input) => (
          <input {...input} value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="E-mail addresses" hint="One on each line." error={tried ? problems.addresses : undefined}>
        {(input) => (
          <textarea
            {...input}
            rows={5}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function DeleteGroup({ name, onClose }: { name: string; onClose: () => void }) {
  const save = useSaveSettings('The group is gone.', onClose);
  return (
    <Confirm
      title={`Delete the group ${name}?`}
      action="Delete"
      open
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onConfirm={() => save.mutate((now) => ({ ...now, groups: without(now.groups, name) }))}
    >
      A flow that asks group:{name} fails at that step from then on. Questions that are open stay with whom they asked.
    </Confirm>
  );
}

/** People who are asked together. */
export function GroupsCard({ settings: { groups = {} }, may }: { settings: Settings; may: boolean }) {
  const [editing, setEditing] = useState<{ name?: string }>();
  const [deleting, setDeleting] = useState<string>();
  const names = Object.keys(groups).sort();
  return (
    <Card title="Groups of people" aside={may && <Add what="Add a group" onClick={() => setEditing({})} />}>
      {names.length === 0 ? (
        <None>There is none. A flow may ask a group wherever it may ask a person.</None>
      ) : (
        <ul>
          {names.map((name) => (
            <NamedRow
              key={name}
              name={name}
              onEdit={may ? () => setEditing({ name }) : undefined}
              onDelete={may ? () => setDeleting(name) : undefined}
            >
              {groups[name]?.join(', ')}
            </NamedRow>
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <GroupForm groups={groups} before={editing.name} onClose={() => setEditing(undefined)} />
      )}
      {deleting !== undefined && <DeleteGroup name={deleting} onClose={() => setDeleting(undefined)} />}
    </Card>
  );
}
