import { useState } from 'react';
import type { Profile, Settings } from '../../api/flow-types.ts';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Field } from '../../ui/field.tsx';
import { idProblem, linesOf } from './checks.ts';
import { FormDialog } from './form.tsx';
import { useSaveSettings, without } from './save-settings.ts';
import { Add, NamedRow, None } from './section.tsx';

type Profiles = NonNullable<Settings['profiles']>;

/** What holds for a line of the lists of a profile. */
function listProblem(lines: readonly string[], most: number, longest: number): string | undefined {
  if (lines.length > most) return `At most ${most}; these are ${lines.length}.`;
  const long = lines.find((line) => line.length > longest);
  return long === undefined ? undefined : `“${long.slice(0, 40)}…” is longer than ${longest} letters.`;
}

function ProfileForm({
  profiles,
  before,
  onClose,
}: {
  profiles: Profiles;
  before: string | undefined;
  onClose: () => void;
}) {
  const known: Partial<Profile> = profiles[before ?? ''] ?? {};
  const [name, setName] = useState(before ?? '');
  const [image, setImage] = useState(known.image ?? '');
  const [tools, setTools] = useState(known.tools?.join('\n') ?? '');
  const [repositories, setRepositories] = useState(known.repositories?.join('\n') ?? '');
  const [runtime, setRuntime] = useState(known.runtime ?? '');
  const [tried, setTried] = useState(false);
  const save = useSaveSettings('The profile is saved.', onClose);
  const problems = {
    name: idProblem(
      name,
      Object.keys(profiles).filter((each) => each !== before),
    ),
    image:
      image.trim() === ''
        ? 'Name the image that steps are executed in, for instance public.ecr.aws/docker/library/node:24.'
        : undefined,
    tools: listProblem(linesOf(tools), 100, 100),
    repositories: listProblem(linesOf(repositories), 200, 200),
  };
  const shown = tried ? problems : { name: undefined, image: undefined, tools: undefined, repositories: undefined };
  return (
    <FormDialog
      title={before === undefined ? 'Add a profile' : `Change ${before}`}
      hint="What steps that need a container of their own are executed in. Each run chooses one."
      open
      busy={save.isPending}
      error={save.error?.message}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (Object.values(problems).some((problem) => problem !== undefined)) return;
        const profile: Profile = {
          image: image.trim(),
          tools: linesOf(tools),
          repositories: linesOf(repositories),
          ...(runtime.trim() === '' ? {} : { runtime: runtime.trim() }),
        };
        save.mutate((now) => ({ ...now, profiles: { ...without(now.profiles, before), [name]: profile } }));
      }}
    >
      <Field label="Name" error={shown.name}>
        {(input) => (
          <input {...input} value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="Image" error={shown.image}>
        {(input) => (
          <input
            {...input}
            value={image}
            maxLength={500}
            spellCheck={false}
            onChange={(event) => setImage(event.target.value)}
          />
        )}
      </Field>
      <Field label="Tools" optional hint="One on each line: what agents may use." error={shown.tools}>
        {(input) => (
          <textarea
            {...input}
            rows={3}
            value={tools}
            spellCheck={false}
            onChange={(event) => setTools(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Repositories"
        optional
        hint="One on each line. A run whose parameter repositoryId names one of them takes this profile by itself."
        error={shown.repositories}
      >
        {(input) => (
          <textarea
            {...input}
            rows={3}
            value={repositories}
            spellCheck={false}
            onChange={(event) => setRepositories(event.target.value)}
          />
        )}
      </Field>
      <Field label="Runtime" optional>
        {(input) => (
          <input
            {...input}
            value={runtime}
            maxLength={100}
            spellCheck={false}
            onChange={(event) => setRuntime(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function DeleteProfile({ name, onClose }: { name: string; onClose: () => void }) {
  const save = useSaveSettings('The profile is gone.', onClose);
  return (
    <Confirm
      title={`Delete the profile ${name}?`}
      action="Delete"
      open
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onConfirm={() => save.mutate((now) => ({ ...now, profiles: without(now.profiles, name) }))}
    >
      A start that names it is refused from then on. Runs that began keep what they have.
    </Confirm>
  );
}

/** What steps are executed in that need a container of their own. */
export function ProfilesCard({ settings: { profiles = {} }, may }: { settings: Settings; may: boolean }) {
  const [editing, setEditing] = useState<{ name?: string }>();
  const [deleting, setDeleting] = useState<string>();
  return (
    <Card title="Sandbox profiles" aside={may && <Add what="Add a profile" onClick={() => setEditing({})} />}>
      {Object.keys(profiles).length === 0 ? (
        <None>There is none. Steps that need no container of their own need no profile.</None>
      ) : (
        <ul>
          {Object.entries(profiles)
            .sort(([a], [b]) => a.localeCompare(b))
            .map(([name, { image, tools, repositories, runtime }]) => (
              <NamedRow
                key={name}
                name={name}
                onEdit={may ? () => setEditing({ name }) : undefined}
                onDelete={may ? () => setDeleting(name) : undefined}
              >
                <span className="block font-mono text-meta leading-6 break-all text-ink">{image}</span>
                {tools.length > 0 && <span className="block">Tools: {tools.join(', ')}</span>}
                {repositories.length > 0 && <span className="block">Repositories: {repositories.join(', ')}</span>}
                {runtime !== undefined && <span className="block">Runtime: {runtime}</span>}
              </NamedRow>
            ))}
        </ul>
      )}
      {editing !== undefined && (
        <ProfileForm profiles={profiles} before={editing.name} onClose={() => setEditing(undefined)} />
      )}
      {deleting !== undefined && <DeleteProfile name={deleting} onClose={() => setDeleting(undefined)} />}
    </Card>
  );
}
