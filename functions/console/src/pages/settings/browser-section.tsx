import { prefer, usePreferences, useZone } from '../../app/preferences.ts';
import { ShortcutList } from '../../app/shortcut-list.tsx';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { useNow } from '../../ui/time.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { Section, Setting } from './section.tsx';
import { ZonePicker } from './zone-picker.tsx';

function ZoneNow() {
  const timeZone = useZone();
  const now = useNow(true);
  const shown = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(now);
  return <>Every time is shown in it, and says so. It is {shown} now.</>;
}

/** What a person prefers in this browser. */
export function BrowserSection() {
  const { theme, motion, keys } = usePreferences();
  const more = useMedia('(prefers-contrast: more)');
  const forced = useMedia('(forced-colors: active)');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  return (
    <Section id="browser" title="This browser">
      <Card>
        <Setting name="Theme" hint="How bright the console is.">
          <Choices
            label="Theme"
            choices={{ system: 'System', light: 'Light', dark: 'Dark' }}
            chosen={theme}
            onChoose={(next) => prefer('theme', next)}
          />
        </Setting>
        <Setting name="Contrast" hint="As the system says; there is nothing to choose here.">
          <span>{forced ? 'Colours of the system' : more ? 'More' : 'Standard'}</span>
        </Setting>
        <Setting
          name="Motion"
          hint={`Whether what is under way moves on the screen. The system asks for ${still ? 'little' : 'full'} motion.`}
        >
          <Choices
            label="Motion"
            choices={{ system: 'System', reduced: 'Reduced', full: 'Full' }}
            chosen={motion}
            onChoose={(next) => prefer('motion', next)}
          />
        </Setting>
        <Setting name="Time zone" hint={<ZoneNow />}>
          <ZonePicker />
        </Setting>
        <Setting
          name="Single keys"
          hint="Letters as shortcuts. Off, when speech input or a slip of the hand would set them off."
        >
          <Choices
            label="Single keys"
            choices={{ on: 'On', off: 'Off' }}
            chosen={keys}
            onChoose={(next) => prefer('keys', next)}
          />
        </Setting>
      </Card>
      <Card title="Keys">
        <div className="p-4">
          <ShortcutList />
        </div>
      </Card>
    </Section>
  );
}
