import { useState } from 'react';
import type { Settings } from '../../api/flow-types.ts';
import { useZone } from '../../app/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { startOfDay, wallTime } from '../../ui/zone.ts';
import { FormDialog } from './form.tsx';
import { useSaveSettings } from './save-settings.ts';
import { Setting } from './section.tsx';

function capProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  return /^\d{1,9}$/.test(text.trim()) && Number(text) >= 1
    ? undefined
    : 'Write a whole number from 1 on, or nothing for no cap.';
}

/** When the count begins anew, in UTC and as it is here. */
function Reset() {
  const zone = useZone();
  const midnight = startOfDay(Date.now(), 'UTC') + 24 * 3_600_000;
  const here = wallTime(midnight, zone).slice(11);
  return <>It begins anew at 00:00 UTC{here === '00:00' ? '' : ` (${here} yours)`}.</>;
}

function CapForm({ cap, onClose }: { cap: number | undefined; onClose: () => void }) {
  const [text, setText] = useState(cap === undefined ? '' : String(cap));
  const [tried, setTried] = useState(false);
  const save = useSaveSettings('The daily cap is set.', onClose);
  const problem = capProblem(text);
  return (
    <FormDialog
      title="Daily cap"
      hint="Runs that all flows together may start on one day. A start above it is refused, and says why."
      open
      busy={save.isPending}
      error={save.error?.message}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (problem !== undefined) return;
        save.mutate(({ dailyCap: _before, ...rest }) =>
          text.trim() === '' ? rest : { ...rest, dailyCap: Number(text) },
        );
      }}
    >
      <Field label="Runs per day" optional hint={<Reset />} error={tried ? problem : undefined}>
        {(input) => (
          <input {...input} inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

/** How many runs the deployment starts on one day. */
export function DailyCap({ settings: { dailyCap }, may }: { settings: Settings; may: boolean }) {
  const [editing, setEditing] = useState(false);
  return (
    <Setting name="Daily cap" hint={<Reset />}>
      <span className="flex items-center gap-4">
        {dailyCap === undefined ? 'No cap' : `${dailyCap} runs a day`}
        {may && <Button onClick={() => setEditing(true)}>Change</Button>}
      </span>
      {editing && <CapForm cap={dailyCap} onClose={() => setEditing(false)} />}
    </Setting>
  );
}
