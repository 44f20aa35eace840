import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PolicyRules } from './policy.js';

@Entity('policy_version')
export class PolicyVersionEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { name: 'policy_code' }) policyCode: string;
  @Column('int') version: number;
  /** The days on which the version is in force, as PostgreSQL writes a range: `[2026-01-01,)`. */
  @Column('daterange') effective: string;
  @Column('jsonb') rules: PolicyRules;
  @Column('text', { name: 'rules_hash' }) rulesHash: string;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
