import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { deleteBlock, listBlocks, lockBlock, type MailBlockRow } from './mail-blocks.sql.js';

/** A blocked address, and whether a person may lift the block. */
export type ShownBlock = MailBlockRow & { readonly actions: readonly 'lift'[] };

/** Addresses to which nothing is sent any more, and the end of that. */
@Injectable()
export class MailBlocksService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  async list(customerId: string | undefined, query: ListQuery): Promise<Page<ShownBlock>> {
    const page = await listBlocks(this.database.tx, customerId, query);
    return { ...page, items: page.items.map((block) => ({ ...block, actions: mayLift(block) ? ['lift'] : [] })) };
  }

  /**
   * Lets mail go to an address again that bounced, since somebody says that it works. Throws `mail_block_not_found`, and
   * `complaint_stands` for an address whose owner complained: that is theirs to take back.
   */
  lift(customerExternalId: string, address: string, reason: string, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const block = await lockBlock(tx, customerExternalId, address);
      if (block === undefined) {
        throw new DomainError(
          'not_found',
          'mail_block_not_found',
          'Mail to this address of the customer is not blocked.',
        );
      }
      if (!mayLift(block)) {
        const message = 'The owner of this address complained of our mail.';
        throw new DomainError('conflict', 'complaint_stands', message);
      }
      await deleteBlock(tx, block);
      const { customerId } = block;
      const subject = { kind: 'customer', id: customerId };
      this.audit.append(tx, { actor, action: 'mail_block.lifted', subject, customerId, details: { reason } });
    });
  }
}

/** An address that bounced may work again; a complaint is its owner's to take back. */
function mayLift({ reason }: Pick<MailBlockRow, 'reason'>): boolean {
  return reason === 'bounced';
}
