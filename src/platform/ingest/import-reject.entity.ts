import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('import_reject')
export class ImportRejectEntity {
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
  @PrimaryColumn('bigint') line: number;
  @PrimaryColumn('text', { default: '' }) field: string;
  @PrimaryColumn('text') code: string;
  @Column('text') message: string;
}
