import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('import_contribution')
export class ImportContributionEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('text') subject: 'meeting' | 'session' | 'join_attempt';
  /** The rest of the row's key as a JSON list. */
  @PrimaryColumn('text', { name: 'row_key' }) rowKey: string;
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
  @Column('jsonb') said: Readonly<Record<string, unknown>>;
}
