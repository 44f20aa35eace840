import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { MailBlockEntity } from './mail-block.entity.js';

/** An address to which nothing is sent any more, with whose it is. */
export type MailBlockRow = Pick<MailBlockEntity, 'address' | 'reason' | 'mailId' | 'createdAt'> & {
  readonly customer: { readonly externalId: string; readonly name: string };
};

/** Blocked addresses, the latest first; with `customerId` (external) only those of a customer. */
export function listBlocks(tx: Tx, customerId: string | undefined, page: ListQuery): Promise<Page<MailBlockRow>> {
  const select = `
    select jsonb_build_object('externalId', c.external_id, 'name', c.name) as customer, b.customer_id as _customer,
           b.address, b.reason, b.mail_id as "mailId", b.created_at as "createdAt"
      from mail_block b join customer c on c.id = b.customer_id
     where $1::text is null or c.external_id = $1`;
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: '_customer', type: 'uuid', direction: 'asc' },
    { name: 'address', type: 'text', direction: 'asc' },
  ] as const;
  return listRows<MailBlockRow>(tx, { select, values: [customerId ?? null], order }, page);
}

/** The block of an address of a customer (by external id), locked; undefined when there is none. */
export function lockBlock(
  tx: Tx,
  customerExternalId: string,
  address: string,
): Promise<Pick<MailBlockEntity, 'customerId' | 'address' | 'reason'> | undefined> {
  return row(
    tx,
    `select b.customer_id as "customerId", b.address, b.reason from mail_block b
      where b.customer_id = (select id from customer where external_id = $1) and b.address = lower($2) for update`,
    [customerExternalId, address],
  );
}

/** Lets mail go to an address again. */
export async function deleteBlock(
  tx: Tx,
  { customerId, address }: Pick<MailBlockEntity, 'customerId' | 'address'>,
): Promise<void> {
  await rows(tx, 'delete from mail_block where customer_id = $1 and address = $2', [customerId, address]);
}
