import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CustomersService } from '../customers/customers.service.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { patternOf, type Person, type PersonKind, searchableTexts } from '../platform/personal/person.js';
import { PersonalDataService } from '../platform/personal/personal-data.service.js';
import { findMentions, maskMentions, type Mention, textColumns } from '../platform/personal/sweep.sql.js';

/** A person as a caller names them: `customerId` is the customer's external id. */
export type PersonQuestion = { readonly kind: PersonKind; readonly id: string; readonly customerId?: string };

export type HeldPlace = { readonly place: string; readonly records: readonly object[] };
export type KeptByLaw = {
  readonly place: string;
  readonly reason: string;
  readonly count: number;
  readonly until: Date | null;
};

/** What is held about a person: rows of their own, and where else they are mentioned. */
export type PersonExport = {
  readonly person: PersonQuestion;
  readonly places: readonly HeldPlace[];
  readonly mentions: readonly Mention[];
  readonly keptByLaw: readonly KeptByLaw[];
};

/** What an erasure changed, under which pseudonym the figures go on, and what had to be kept. */
export type ErasureReport = {
  readonly pseudonym: string;
  readonly erased: readonly { readonly place: string; readonly rows: number }[];
  readonly masked: readonly Mention[];
  readonly keptByLaw: readonly KeptByLaw[];
};

const NO_LIMIT = { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 };

/** What a person may ask of us: what we hold about them, and that we forget it. */
@Injectable()
export class PrivacyService {
  constructor(
    private readonly database: Database,
    private readonly customers: CustomersService,
    private readonly personal: PersonalDataService,
    private readonly audit: AuditService,
  ) {}

  /** Everything held about one person. Reading it is audited. Throws `customer_not_found` and `customer_required`. */
  async export(question: PersonQuestion, actor: Actor): Promise<PersonExport> {
    const person = await this.personOf(question);
    return this.database.transaction(async (tx) => {
      const { places, texts } = await this.find(tx, person);
      const columns = await textColumns(tx, this.personal.exceptions);
      const mentions = texts.length === 0 ? [] : await findMentions(tx, columns, patternOf(texts));
      this.note(tx, actor, 'person.exported', person, { places: places.length });
      return { person: question, places, mentions, keptByLaw: await this.keptByLaw(tx, person) };
    }, NO_LIMIT);
  }

  /**
   * Forgets a person in one transaction: rows of their own go, ids in figures become a pseudonym so that no sum changes,
   * and every mention in free text is masked. Says what a law makes us keep. Throws as `export`, and `person_not_found`.
   */
  async erase(question: PersonQuestion, actor: Actor): Promise<ErasureReport> {
    const person = await this.personOf(question);
    const pseudonym = `erased-${randomBytes(8).toString('hex')}`;
    return this.database.transaction(async (tx) => {
      const { places, texts } = await this.find(tx, person);
      const keptByLaw = await this.keptByLaw(tx, person);
      const erased = [];
      for (const place of this.personal.places) {
        const count = await place.erase(tx, person, pseudonym);
        if (count > 0) erased.push({ place: place.name, rows: count });
      }
      const columns = await textColumns(tx, this.personal.exceptions);
      const masked = texts.length === 0 ? [] : await maskMentions(tx, columns, patternOf(texts), pseudonym);
      if (places.length + erased.length + masked.length === 0) {
        throw new DomainError('not_found', 'person_not_found', 'Nothing is held about this person.');
      }
      this.note(tx, actor, 'person.erased', person, { pseudonym, erased, masked: masked.length });
      return { pseudonym, erased, masked, keptByLaw };
    }, NO_LIMIT);
  }

  private async personOf({ kind, id, customerId }: PersonQuestion): Promise<Person> {
    if (kind === 'participant' && customerId === undefined) {
      const reason = { path: 'customerId', code: 'required', message: 'A participant belongs to a customer.' };
      throw new DomainError('invalid', 'customer_required', reason.message, { reasons: [reason] });
    }
    return { kind, id, customerId: customerId === undefined ? null : (await this.customers.get(customerId)).id };
  }

  private async find(tx: Tx, person: Person): Promise<{ places: HeldPlace[]; texts: string[] }> {
    const places: HeldPlace[] = [];
    const texts = [person.id];
    for (const place of this.personal.places) {
      const found = await place.find(tx, person);
      texts.push(...found.texts);
      if (found.records.length > 0) places.push({ place: place.name, records: found.records });
    }
    return { places, texts: searchableTexts(texts) };
  }

  private async keptByLaw(tx: Tx, person: Person): Promise<KeptByLaw[]> {
    const kept: KeptByLaw[] = [];
    for (const hold of this.personal.holds) {
      const { count, until } = await hold.kept(tx, person);
      if (count > 0) kept.push({ place: hold.name, reason: hold.reason, count, until });
    }
    return kept;
  }

  /** The audit trail is never erased, so it does not say who: the kind of person, the customer, and what was done. */
  private note(tx: Tx, actor: Actor, action: AuditAction, { kind, customerId }: Person, details: object): void {
    this.audit.append(tx, {
      actor,
      action,
      subject: { kind, id: customerId ?? 'everywhere' },
      ...(customerId === null ? {} : { customerId }),
      details: details as Readonly<Record<string, unknown>>,
    });
  }
}
