import polyglotI18nProvider from 'ra-i18n-polyglot';
import raEnglish from 'ra-language-english';
import raFrench from 'ra-language-french';
import { en } from './en.js';
import { fr } from './fr.js';

const MESSAGES = { en: { ...raEnglish, ...en }, fr: { ...raFrench, ...fr } };
const LANGUAGES = [
  { locale: 'en', name: 'English' },
  { locale: 'fr', name: 'Français' },
];

function isKnown(locale: string): locale is keyof typeof MESSAGES {
  return locale in MESSAGES;
}

/** French and English whole. At first the browser's language; then the reader's choice, which react-admin's store keeps. */
export const i18nProvider = polyglotI18nProvider(
  (locale) => MESSAGES[isKnown(locale) ? locale : 'en'],
  navigator.language.startsWith('fr') ? 'fr' : 'en',
  LANGUAGES,
  { allowMissing: false },
);
