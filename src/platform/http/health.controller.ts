import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { Database, rows } from '../database/database.js';

@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process runs. */
  @Get('live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can work: the database answers. */
  @Get('ready')
  async ready(): Promise<{ status: string }> {
    try {
      await rows(this.database.tx, 'select 1', []);
    } catch (cause) {
      throw new DomainError('unavailable', 'database_unreachable', 'The database does not answer.', { cause });
    }
    return { status: 'ok' };
  }
}
