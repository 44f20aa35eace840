import type { test as plainTest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Desk } from './desk.js';

/** One browser before one service with one demo, shared by all tests of the pages. */
export type Stage = { browser: Browser; desk: Desk };
/** Declares a test, or one that is left out where there is no browser. */
export type Declare = typeof plainTest.skip;

type Look = {
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
};

/** A browser window of its own: no cookie, this language, width and light. */
export function openContext(
  { browser, desk }: Stage,
  { colorScheme = 'light', locale = 'en-GB', width = 1280, javaScriptEnabled = true }: Look = {},
): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: desk.amends.origin,
    colorScheme,
    locale,
    javaScriptEnabled,
    // Colours change at once, so that none is looked at half-way.
    reducedMotion: 'reduce',
    timezoneId: 'Europe/London',
    viewport: { width, height: 900 },
  });
}
