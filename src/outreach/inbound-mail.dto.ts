import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsOmittable, IsPlainLine } from '../platform/http/fields.js';
import { ListQuery } from '../platform/http/list.js';
import { INBOUND_TYPES, type InboundMail, type InboundType } from './inbound-mail.js';

const ID_LENGTH = 1000;
const LINE_LENGTH = 2000;
const TEXT_LENGTH = 500_000;

export class InboundMailDto {
  /** A message of a customer, one of ours that came back, or a complaint about one. */
  @IsIn(INBOUND_TYPES)
  type: InboundType;

  /** Message-ID of the reply; of a bounce or a complaint, that of our message. */
  @IsOptional()
  @IsString()
  @MaxLength(ID_LENGTH)
  messageId?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(ID_LENGTH)
  inReplyTo?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(ID_LENGTH, { each: true })
  references?: string[] | null;

  @IsOptional()
  @IsString()
  @MaxLength(LINE_LENGTH)
  from?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(LINE_LENGTH, { each: true })
  to?: string[] | null;

  @IsOptional()
  @IsString()
  @MaxLength(LINE_LENGTH)
  subject?: string | null;

  /** The plain text; what is beyond 20,000 characters is not kept. */
  @IsOptional()
  @IsString()
  @MaxLength(TEXT_LENGTH)
  text?: string | null;

  /** True for an out-of-office note and its like. */
  @IsOptional()
  @IsBoolean()
  autoSubmitted?: boolean | null;

  /** True for a bounce for good. */
  @IsOptional()
  @IsBoolean()
  permanent?: boolean | null;
}

export class InboundListQuery extends ListQuery {
  /** `unmatched` belongs to no case that is known. */
  @IsOmittable()
  @IsIn(['matched', 'unmatched'])
  outcome?: 'matched' | 'unmatched';
}

export class AttachInboundDto {
  /** The case that it belongs to. */
  @IsUUID()
  caseId: string;
}

export class MailBlockListQuery extends ListQuery {
  /** Only addresses of this customer, by external id. */
  @IsOmittable()
  @IsPlainLine()
  @MaxLength(200)
  customerId?: string;
}

export class LiftBlockDto {
  /** The customer, by external id. */
  @IsPlainLine()
  @MaxLength(200)
  customerId: string;

  @IsPlainLine()
  @MaxLength(254)
  address: string;

  /** Why mail may go there again; kept in the audit trail, so name nobody. */
  @IsPlainLine()
  @MaxLength(500)
  reason: string;
}

/** The message as the rest of the feature takes it. */
export function inboundMail(body: InboundMailDto): InboundMail {
  return {
    type: body.type,
    messageId: body.messageId ?? null,
    inReplyTo: body.inReplyTo ?? null,
    references: body.references ?? [],
    from: body.from ?? null,
    to: body.to ?? [],
    subject: body.subject ?? null,
    text: body.text ?? null,
    autoSubmitted: body.autoSubmitted ?? false,
    permanent: body.permanent ?? false,
  };
}
