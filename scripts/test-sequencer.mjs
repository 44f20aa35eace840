import Sequencer from '@jest/test-sequencer';

/** The place of the faults: beside small files, and not beside the browser, since both keep a processor busy. */
const FAULTS_AT = 24;

/** The longest files begin early, so that the run does not end waiting for one of them. */
export default class LongestFirstSequencer extends Sequencer {
  sort(tests) {
    // eslint-disable-next-line unicorn/no-array-sort -- jest's own method of this name, not an array's
    const sorted = super.sort(tests);
    const ofProject = (name) => sorted.filter(({ context }) => context.config.displayName.name === name);
    const isOfFaults = ({ path }) => path.includes('/test/faults/');
    const database = ofProject('database');
    const others = database.filter((test) => !isOfFaults(test));
    return [
      ...ofProject('ui'),
      ...others.slice(0, FAULTS_AT),
      ...database.filter(isOfFaults),
      ...others.slice(FAULTS_AT),
      ...ofProject('unit'),
    ];
  }
}
