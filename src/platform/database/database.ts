/** The one door of the database for features: what they may use of this folder. */
export { Database, openDatabase, type DatabaseOptions } from './database.service.js';
export { beforeCommit } from './before-commit.js';
export { copyClient, instantText, row, rowCount, rows, type Tx } from './tx.sql.js';
export { dropMonthlyPartitions, ensureMonthlyPartitions } from './partitions.sql.js';
export {
  checkViolation,
  exclusionViolation,
  foreignKeyViolation,
  isCancelled,
  isConnectionLost,
  isLostRace,
  uniqueViolation,
} from './pg-errors.js';
