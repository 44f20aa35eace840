import { AlternativeEntity } from './assessments/alternative.entity.js';
import { AssessmentEntity } from './assessments/assessment.entity.js';
import { CustomerImpactEntity } from './assessments/customer-impact.entity.js';
import { DataGapEntity } from './assessments/data-gap.entity.js';
import { ImpactEntity } from './assessments/impact.entity.js';
import { MeetingImpactEntity } from './assessments/meeting-impact.entity.js';
import { BillingConnectionEntity } from './billing/billing-connection.entity.js';
import { BillingControlEntity } from './billing/billing-control.entity.js';
import { BillingCsvBatchEntity } from './billing/billing-csv-batch.entity.js';
import { BillingDocumentEntity } from './billing/billing-document.entity.js';
import { BillingEventEntity } from './billing/billing-event.entity.js';
import { BillingRouteEntity } from './billing/billing-route.entity.js';
import { CreditReversalEntity } from './billing/credit-reversal.entity.js';
import { DeliveryAttemptEntity } from './billing/delivery-attempt.entity.js';
import { DeliveryEntity } from './billing/delivery.entity.js';
import { DriftEntity } from './billing/drift.entity.js';
import { ReconciliationEntity } from './billing/reconciliation.entity.js';
import { ClaimArrivalEntity } from './claims/claim-arrival.entity.js';
import { ClaimEntity } from './claims/claim.entity.js';
import { ContactEntity } from './customers/contact.entity.js';
import { ContractEntity } from './customers/contract.entity.js';
import { CustomerEntity } from './customers/customer.entity.js';
import { ComponentEntity } from './incidents/component.entity.js';
import { EvidenceEntity } from './incidents/evidence.entity.js';
import { IncidentUpdateEntity } from './incidents/incident-update.entity.js';
import { IncidentEntity } from './incidents/incident.entity.js';
import { OutageWindowEntity } from './incidents/outage-window.entity.js';
import { PageComponentEntity } from './incidents/page-component.entity.js';
import { WindowProposalEntity } from './incidents/window-proposal.entity.js';
import { LetterTextVersionEntity } from './letters/letter-text-version.entity.js';
import { LetterEntity } from './letters/letter.entity.js';
import { DataDeliveryEntity } from './meetings/data-delivery.entity.js';
import { ImportContributionEntity } from './meetings/import-contribution.entity.js';
import { ImportSourceEntity } from './meetings/attendance/import-source.entity.js';
import { HookSourceEntity } from './meetings/hooks/hook-source.entity.js';
import { MeetingEventEntity } from './meetings/hooks/meeting-event.entity.js';
import { JoinAttemptEntity } from './meetings/join-attempt.entity.js';
import { MeetingEntity } from './meetings/meeting.entity.js';
import { ParticipantNameEntity } from './meetings/participant-name.entity.js';
import { RosterEntryEntity } from './meetings/roster-entry.entity.js';
import { SessionEntity } from './meetings/session.entity.js';
import { CompensatedTimeEntity } from './offers/compensated-time.entity.js';
import { CreditEntity } from './offers/credit.entity.js';
import { FulfilmentEntity } from './offers/fulfilment.entity.js';
import { IncidentBudgetEntity } from './offers/incident-budget.entity.js';
import { OfferAdjustmentEntity } from './offers/offer-adjustment.entity.js';
import { OfferApprovalEntity } from './offers/offer-approval.entity.js';
import { OfferShareEntity } from './offers/offer-share.entity.js';
import { OfferTransitionEntity } from './offers/offer-transition.entity.js';
import { OfferEntity } from './offers/offer.entity.js';
import { ProposalRunEntity } from './offers/proposal-run.entity.js';
import { ProposalEntity } from './offers/proposal.entity.js';
import { CaseActivityRevisionEntity } from './outreach/case-activity-revision.entity.js';
import { CaseActivityEntity } from './outreach/case-activity.entity.js';
import { MailBlockEntity } from './outreach/mail-block.entity.js';
import { MailEventEntity } from './outreach/mail-event.entity.js';
import { MailRunEntity } from './outreach/mail-run.entity.js';
import { MailEntity } from './outreach/mail.entity.js';
import { StaffMailEntity } from './outreach/staff-mail.entity.js';
import { OutreachCaseEntity } from './outreach/outreach-case.entity.js';
import { SavedViewEntity } from './outreach/saved-view.entity.js';
import { ApiKeyEntity } from './platform/access/api-key.entity.js';
import { PersonEntity } from './platform/access/person.entity.js';
import { AuditChainEntity } from './platform/audit/audit-chain.entity.js';
import { AuditEntryEntity } from './platform/audit/audit-entry.entity.js';
import { ImportBatchEntity } from './platform/ingest/import-batch.entity.js';
import { ImportRejectEntity } from './platform/ingest/import-reject.entity.js';
import { LogoEntity } from './platform/settings/logo.entity.js';
import { SettingEntity } from './platform/settings/setting.entity.js';
import { PolicyVersionEntity } from './policies/policy-version.entity.js';
import { PolicyEntity } from './policies/policy.entity.js';
import { PortalAnswerEntity } from './portal/portal-answer.entity.js';

/** Every row that TypeORM may map. */
export const ENTITIES = [
  AlternativeEntity,
  AssessmentEntity,
  DataDeliveryEntity,
  DataGapEntity,
  CustomerImpactEntity,
  ImpactEntity,
  MeetingImpactEntity,
  BillingConnectionEntity,
  BillingControlEntity,
  BillingCsvBatchEntity,
  BillingDocumentEntity,
  BillingEventEntity,
  BillingRouteEntity,
  CreditReversalEntity,
  DeliveryAttemptEntity,
  DeliveryEntity,
  DriftEntity,
  ReconciliationEntity,
  ContactEntity,
  ContractEntity,
  CustomerEntity,
  ComponentEntity,
  EvidenceEntity,
  IncidentUpdateEntity,
  IncidentEntity,
  OutageWindowEntity,
  PageComponentEntity,
  WindowProposalEntity,
  LetterEntity,
  LetterTextVersionEntity,
  ImportContributionEntity,
  ImportSourceEntity,
  HookSourceEntity,
  MeetingEventEntity,
  JoinAttemptEntity,
  MeetingEntity,
  ParticipantNameEntity,
  RosterEntryEntity,
  SessionEntity,
  CompensatedTimeEntity,
  CreditEntity,
  FulfilmentEntity,
  ClaimArrivalEntity,
  ClaimEntity,
  IncidentBudgetEntity,
  OfferAdjustmentEntity,
  OfferApprovalEntity,
  OfferShareEntity,
  OfferTransitionEntity,
  OfferEntity,
  ProposalEntity,
  ProposalRunEntity,
  CaseActivityEntity,
  CaseActivityRevisionEntity,
  MailBlockEntity,
  MailEventEntity,
  MailRunEntity,
  MailEntity,
  StaffMailEntity,
  OutreachCaseEntity,
  SavedViewEntity,
  ApiKeyEntity,
  PersonEntity,
  AuditChainEntity,
  AuditEntryEntity,
  ImportBatchEntity,
  ImportRejectEntity,
  LogoEntity,
  SettingEntity,
  PolicyVersionEntity,
  PolicyEntity,
  PortalAnswerEntity,
];
