import { existsSync } from 'node:fs';
import { afterAll, beforeAll, jest, test as plainTest } from '@jest/globals';
import { launchChromium } from './browser.js';
import { billingPaths } from './billing-paths.js';
import { casePaths } from './case-paths.js';
import { claimForm } from './claim-form.js';
import { claimPaths } from './claim-paths.js';
import { customerPage } from './customer-page.js';
import { startDesk } from './desk.js';
import { evidencePaths } from './evidence-paths.js';
import { everyPage } from './every-page.js';
import { firstLoad } from './first-load.js';
import { incidentPaths } from './incident-paths.js';
import { mailPaths } from './mail-paths.js';
import { latePaths } from './late-paths.js';
import { offerPaths } from './offer-paths.js';
import { returnsPaths } from './returns-paths.js';
import { settingsPaths } from './settings-paths.js';
import { shellPaths } from './shell-paths.js';
import type { Stage } from './stage.js';
import { wholePath } from './whole-path.js';

/** A browser on a busy machine is slow: the limit is for what hangs. */
const LIMIT_MS = 480_000;
jest.setTimeout(LIMIT_MS);

const browser = existsSync('admin/dist/index.html') ? await launchChromium() : undefined;
// Where there is no Chromium, or no build of the pages, the run says so and goes on without them.
if (browser === undefined) console.warn('No Chromium (or no admin/dist): the tests of the pages are left out.');
const test = browser === undefined ? plainTest.skip : plainTest;

// One browser and one service for all: starting them takes longer than most of the tests.
const stage = {} as Stage;

beforeAll(async () => {
  if (browser !== undefined) Object.assign(stage, { browser, desk: await startDesk() });
}, LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  if (browser !== undefined) await stage.desk.amends.stop();
});

firstLoad(test);
everyPage(test, stage);
customerPage(test, stage);
claimForm(test, stage);
shellPaths(test, stage);
incidentPaths(test, stage);
casePaths(test, stage);
claimPaths(test, stage);
offerPaths(test, stage);
billingPaths(test, stage);
settingsPaths(test, stage);
wholePath(test, stage);
latePaths(test, stage);
mailPaths(test, stage);
returnsPaths(test, stage);
evidencePaths(test, stage);
