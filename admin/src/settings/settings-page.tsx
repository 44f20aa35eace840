import { useParams } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { NotFoundPage } from '../shell/states.js';
import { CompanyTab } from './company-tab.js';
import { ComponentsTab } from './components-tab.js';
import { HooksTab } from './hooks-tab.js';
import { JobsTab } from './jobs-tab.js';
import { KeysTab } from './keys-tab.js';
import { LetterTextsTab } from './letter-texts-tab.js';
import { MailTab } from './mail-tab.js';
import { OutreachTab } from './outreach-tab.js';
import { RetentionTab } from './retention-tab.js';
import { SettingsFrame, type SettingsPart } from './settings-frame.js';
import { UsersTab } from './users-tab.js';

const CONTENT: Readonly<Partial<Record<SettingsPart, () => React.ReactNode>>> = {
  company: CompanyTab,
  letters: LetterTextsTab,
  mail: MailTab,
  outreach: OutreachTab,
  components: ComponentsTab,
  hooks: HooksTab,
  users: UsersTab,
  keys: KeysTab,
  retention: RetentionTab,
  jobs: JobsTab,
};

/** What holds for the whole installation, one part at a time. */
export default function SettingsPage() {
  const t = useText();
  const { tab = 'company' } = useParams();
  const active = tab as SettingsPart;
  const Content = CONTENT[active];
  if (Content === undefined) return <NotFoundPage />;
  return (
    <SettingsFrame active={active} title={t(`settings.tab.${active}`)}>
      <Content />
    </SettingsFrame>
  );
}
