import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const OWN_PATH = 'AMENDS_CHROMIUM';
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/**
 * A Chromium to look at the pages with: the one that `AMENDS_CHROMIUM` names, else the one that comes with the packages
 * (Linux on x64). Undefined where there is neither.
 */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = process.env[OWN_PATH] ?? (await packagedChromium());
  if (executablePath === undefined || !existsSync(executablePath)) return undefined;
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Unpacks the packaged browser with the libraries that a bare Linux lacks; it asks for them by this variable. */
async function packagedChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
