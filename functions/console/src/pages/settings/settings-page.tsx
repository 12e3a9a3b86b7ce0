import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import type { Environment } from '../../api/environment-queries.ts';
import { settingsQuery } from '../../api/flow-queries.ts';
import { meQuery } from '../../api/queries.ts';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Loading, Problem } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { BrowserSection } from './browser-section.tsx';
import { ConnectionsCard } from './connections.tsx';
import { DailyCap } from './daily-cap.tsx';
import { GroupsCard } from './groups.tsx';
import { ProfilesCard } from './profiles.tsx';
import { SecretsCard } from './secrets.tsx';
import { Section } from './section.tsx';
import { VariablesCard } from './variables.tsx';

const parts = { browser: 'This browser', deployment: 'The deployment', environments: 'Environments' } as const;

const ReadOnly = () => (
  <p className="flex items-center gap-2 text-ink-2">
    <Lock aria-hidden size={16} className="shrink-0" /> You may look. Changing this needs the scope settings.write.
  </p>
);

function DeploymentSection({ may }: { may: boolean }) {
  const settings = useQuery(settingsQuery);
  return (
    <Section id="deployment" title={parts.deployment}>
      {!may && <ReadOnly />}
      <StaleNote query={settings} />
      {settings.data === undefined ? (
        <Card>
          {settings.isError ? (
            <Problem error={settings.error} retry={() => void settings.refetch()} />
          ) : (
            <Loading lines={4} />
          )}
        </Card>
      ) : (
        <>
          <Card>
            <DailyCap settings={settings.data} may={may} />
          </Card>
          <GroupsCard settings={settings.data} may={may} />
          <ProfilesCard settings={settings.data} may={may} />
        </>
      )}
    </Section>
  );
}

function EnvironmentSection({ may }: { may: boolean }) {
  const [environment, setEnvironment] = useState<Environment>('sandbox');
  return (
    <Section id="environments" title={parts.environments}>
      <Choices
        label="Environment"
        choices={{ sandbox: 'sandbox', live: 'live' }}
        chosen={environment}
        onChoose={setEnvironment}
      />
      {!may && <ReadOnly />}
      <VariablesCard key={`${environment} variables`} environment={environment} may={may} />
      <SecretsCard key={`${environment} secrets`} environment={environment} may={may} />
      <ConnectionsCard key={`${environment} connections`} environment={environment} may={may} />
    </Section>
  );
}

/** What holds for this browser, for the deployment, and for each of its environments. */
export function SettingsPage() {
  const { data: me } = useQuery(meQuery);
  const may = me?.scopes.has('settings.write') === true;
  useTitle('Settings');
  return (
    <div className="mx-auto grid w-full max-w-[1080px] grid-cols-[140px_minmax(0,1fr)] items-start gap-x-10 gap-y-4 p-5 max-lg:grid-cols-[minmax(0,1fr)] max-md:p-4">
      <h1 className="col-span-full text-page font-bold">Settings</h1>
      <nav aria-label="Settings" className="sticky top-20 -ml-3 flex flex-col gap-1 max-lg:hidden">
        {Object.entries(parts).map(([id, word]) => (
          <a
            key={id}
            href={`#${id}`}
            className="rounded-control px-3 py-1.5 text-ink-2 no-underline hover:bg-line/60 hover:text-ink"
          >
            {word}
          </a>
        ))}
      </nav>
      <div className="flex min-w-0 flex-col gap-10">
        <BrowserSection />
        <DeploymentSection may={may} />
        <EnvironmentSection may={may} />
      </div>
    </div>
  );
}
