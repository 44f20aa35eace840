import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { ListQuery } from '../platform/http/list.js';
import { CaseFilterDto } from './case-list.dto.js';
import {
  BULK_TEMPLATES,
  type BulkTemplate,
  MAIL_ACTIONS,
  MAIL_STATUSES,
  MAIL_TEMPLATES,
  type MailAction,
  type MailStatus,
  type MailTemplate,
} from './mail.js';

const MAX_IDS = 10_000;
const MESSAGE_LENGTH = 20_000;

export class MailListQuery extends ListQuery {
  /** Only mails about this incident. */
  @IsOmittable()
  @IsUUID()
  incidentId?: string;

  /** Only mails of this case. */
  @IsOmittable()
  @IsUUID()
  caseId?: string;

  /** Only mails of this bulk send. */
  @IsOmittable()
  @IsUUID()
  runId?: string;

  /** Only mails that stand so; `held` waits for e-mail to be set up, `unknown` for a person. */
  @IsOmittable()
  @IsIn(MAIL_STATUSES)
  status?: MailStatus;

  /** Only what went out, or only what came in. */
  @IsOmittable()
  @IsIn(['out', 'in'])
  direction?: 'out' | 'in';
}

export class MailRunListQuery extends ListQuery {
  /** Only bulk sends of this incident. */
  @IsOmittable()
  @IsUUID()
  incidentId?: string;
}

export class SingleMailDto {
  /** What it is for. */
  @IsIn(MAIL_TEMPLATES)
  template: MailTemplate;

  /** Whom it goes to; the first contact unless said. */
  @IsOmittable()
  @IsUUID()
  contactId?: string;

  /** What you write, for an answer. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(MESSAGE_LENGTH)
  message?: string;
}

export class TestMailDto extends SingleMailDto {
  /** Your own address, as it stands among the people of the settings. */
  @IsEmail()
  @MaxLength(254)
  to: string;
}

export class MailTestDto {
  /** The sender's own address, a colleague's of the settings, or that of somebody with an account. */
  @IsEmail()
  @MaxLength(254)
  to: string;
}

export class MailRunDto {
  /** The incident that the cases are of. */
  @IsUUID()
  incidentId: string;

  /** What it is for. */
  @IsIn(BULK_TEMPLATES)
  template: BulkTemplate;

  /** The cases, by id; or give a filter; by neither, all of the incident. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  /** The cases, by what they have in common. */
  @IsOmittable()
  @IsObject()
  @ValidateNested()
  @Type(() => CaseFilterDto)
  filter?: CaseFilterDto;

  /** Says to whom it would go and who is left out, and why; keeps nothing. */
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class MailActionsDto {
  /** What to do with each mail. */
  @IsIn(MAIL_ACTIONS)
  action: MailAction;

  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsUUID(undefined, { each: true })
  ids: string[];
}
