import { Entity, PrimaryColumn } from 'typeorm';

/** What approvals of one incident and currency wait for. */
@Entity('incident_budget')
export class IncidentBudgetEntity {
  @PrimaryColumn('uuid', { name: 'incident_id' }) incidentId: string;
  @PrimaryColumn('text') currency: string;
}
