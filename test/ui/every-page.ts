import { expect } from '@jest/globals';
import { addressesOf } from './addresses.js';
import { type Declare, openContext, type Stage } from './stage.js';
import { faultsOf, overflowOf, settled, signIn, visit } from './visit.js';

const NARROW = { width: 360, height: 900 };
const WIDE = { width: 1280, height: 900 };
/** What depends on the light; all else was looked at before the light was changed. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** What holds for every page, each visited once. */
export function everyPage(test: Declare, stage: Stage): void {
  test('every page: nothing for axe in light and dark, one heading, and from 360 px nothing wider than the screen', async () => {
    const { desk } = stage;
    const context = await openContext(stage);
    const page = await signIn(context, desk.manager);
    const faults: string[] = [];
    for (const [name, address] of [...Object.entries(addressesOf(desk.subjects)), ['nothing', '/nowhere']] as const) {
      await visit(page, address);
      const found = await faultsOf(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await settled(page);
      found.push(...(await faultsOf(page, RULES_OF_COLOUR)).map((fault) => `dark ${fault}`));
      await page.emulateMedia({ colorScheme: 'light' });
      if ((await page.locator('h1').count()) !== 1) found.push('more or less than one heading');
      for (const screen of [NARROW, WIDE]) {
        await page.setViewportSize(screen);
        await settled(page);
        const overflow = await overflowOf(page);
        if (overflow > 0) found.push(`${overflow} px wider than ${screen.width}`);
      }
      faults.push(...found.map((fault) => `${name} ${fault}`));
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  test('the list of cases and its dialogs: nothing for axe', async () => {
    const context = await openContext(stage);
    const page = await signIn(context, stage.desk.manager);
    await visit(page, '/outreach');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page.getByRole('checkbox').nth(1).check();
    const found = await faultsOf(page);
    for (const name of ['Change…', 'Mail…']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...(await faultsOf(page)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await context.close();
    expect(found).toEqual([]);
  });
}
