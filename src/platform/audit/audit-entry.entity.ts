import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_entry')
export class AuditEntryEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId: string;
  @PrimaryColumn('bigint') sequence: number;
  @Column('uuid') id: string;
  @Column('timestamptz') at: Date;
  @Column('text') actor: string;
  @Column('text', { name: 'actor_kind' }) actorKind: string;
  @Column('text') action: string;
  @Column('text', { name: 'subject_kind' }) subjectKind: string;
  @Column('text', { name: 'subject_id' }) subjectId: string;
  @Column('text') details: string;
  @Column('text', { name: 'request_id', nullable: true }) requestId: string | null;
  @Column('bytea', { name: 'prev_hash' }) prevHash: Buffer;
  @Column('bytea') hash: Buffer;
}
