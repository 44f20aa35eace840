import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConnectionKind } from './billing-system.js';

@Entity('billing_connection')
export class BillingConnectionEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') kind: ConnectionKind;
  @Column('text', { name: 'base_url', nullable: true }) baseUrl: string | null;
  /** Where the secrets stand in the environment; never the secrets. */
  @Column('text', { name: 'secret_names', array: true }) secretNames: string[];
  @Column('text', { name: 'incoming_secret_names', array: true }) incomingSecretNames: string[];
  @Column('boolean', { name: 'is_default' }) isDefault: boolean;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt: Date | null;
  @Column('text', { name: 'disabled_reason', nullable: true }) disabledReason: string | null;
  @Column('int') version: number;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
