import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_chain')
export class AuditChainEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @Column('bigint') sequence: number;
  @Column('bytea') hash: Buffer;
}
