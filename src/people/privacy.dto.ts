import { IsIn, IsString, MaxLength } from 'class-validator';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { PERSON_KINDS, type PersonKind } from '../platform/personal/person.js';

/** One person. */
export class PersonDto {
  /** What the person is to us. */
  @IsIn(PERSON_KINDS)
  kind: PersonKind;

  /** A participant's id; of everybody else the e-mail address. */
  @IsString()
  @IsPlainText()
  @MaxLength(320)
  id: string;

  /** External id of the customer; needed for a participant, and narrows others to one customer. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(200)
  customerId?: string;
}
